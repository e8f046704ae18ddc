package io.realtimegateway.gateway.inbound;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.realtimegateway.protocol.ErrorCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads a client's text frame by the rules of the public contract: a frame that is not a command
/// is `BadRequest`, a wrong field is `BadArgument`. Every text results in a [ClientFrame]. One for
/// each loop.
public final class CommandReader {
  private static final int MOST_REF_CODE_POINTS = 64;
  private static final int MOST_DEPTH = 1000;

  /// Numbers and names may be as long as a frame.
  private static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder()
          .maxNestingDepth(MOST_DEPTH)
          .maxNumberLength(Integer.MAX_VALUE)
          .maxNameLength(Integer.MAX_VALUE)
          .build();

  private final JsonFactory json =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          // All sessions of the loop would share that table, and one client's colliding names would
          // make it fail for others.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(CONSTRAINTS)
          .build();

  /// Reads the first `length` characters of `text`.
  public ClientFrame read(char[] text, int length) {
    Envelope envelope = new Envelope();
    try (JsonParser parser = json.createParser(text, 0, length)) {
      if (!envelope.read(parser, text)) {
        return badRequest(null, "a frame must be one JSON object");
      }
    } catch (IOException | RuntimeException _) {
      return badRequest(
          null, "the frame is not valid JSON, has a key twice, or is nested too deeply");
    }
    return command(envelope);
  }

  private static ClientFrame command(Envelope envelope) {
    String ref = null;
    switch (envelope.ref) {
      case null -> {}
      case FieldValue.Text(String text) when isRef(text) -> ref = text;
      case FieldValue _ -> {
        return badArgument(null, "ref", "ref must be a string of 1..64 characters");
      }
    }
    if (!(envelope.type instanceof FieldValue.Text(String type))) {
      return badRequest(ref, "type must name a command");
    }
    Payload payload = envelope.payload;
    try {
      return switch (type) {
        case "send_message" -> accepted(ref, required(payload).sendMessage());
        case "update_message" -> accepted(ref, required(payload).updateMessage());
        case "delete_message" -> accepted(ref, required(payload).deleteMessage());
        case "typing" -> accepted(ref, required(payload).typing());
        case "read" -> accepted(ref, required(payload).read());
        case "resume" -> accepted(ref, required(payload).resume());
        case "refresh" -> accepted(ref, required(payload).refresh());
        case "ping" -> ping(ref, envelope);
        default -> badRequest(ref, "unknown type");
      };
    } catch (NoPayloadException _) {
      return badRequest(ref, "payload must be an object");
    } catch (WrongFieldException wrong) {
      return badArgument(ref, wrong.target(), wrong.explanation());
    }
  }

  private static ClientFrame ping(@Nullable String ref, Envelope envelope)
      throws NoPayloadException {
    if (envelope.hasOtherPayload) {
      throw new NoPayloadException();
    }
    return accepted(ref, new ClientCommand.Ping());
  }

  private static Payload required(@Nullable Payload payload) throws NoPayloadException {
    if (payload == null) {
      throw new NoPayloadException();
    }
    return payload;
  }

  private static boolean isRef(String text) {
    return Characters.isPlain(text) && Characters.isWithin(text, 1, MOST_REF_CODE_POINTS);
  }

  private static ClientFrame accepted(@Nullable String ref, ClientCommand command) {
    return new ClientFrame.Accepted(ref, command);
  }

  private static ClientFrame badRequest(@Nullable String ref, String message) {
    return new ClientFrame.Refused(ref, ErrorCode.BAD_REQUEST, message, null);
  }

  private static ClientFrame badArgument(@Nullable String ref, String target, String message) {
    return new ClientFrame.Refused(ref, ErrorCode.BAD_ARGUMENT, message, target);
  }

  private static final class NoPayloadException extends Exception {
    private static final long serialVersionUID = 1L;

    NoPayloadException() {
      super("no payload", null, false, false);
    }
  }

  /// The outer object; its fields may have any order.
  private static final class Envelope {
    private @Nullable FieldValue type;
    private @Nullable FieldValue ref;
    private @Nullable Payload payload;

    /// Whether `payload` is present and not an object.
    private boolean hasOtherPayload;

    /// @return false if the text is JSON, but not one object
    boolean read(JsonParser parser, char[] text) throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
          case "type" -> type = FieldValue.read(parser);
          case "ref" -> ref = FieldValue.read(parser);
          case "payload" -> {
            if (token == JsonToken.START_OBJECT) {
              payload = Payload.read(parser, text);
            } else {
              hasOtherPayload = token != JsonToken.VALUE_NULL;
              parser.skipChildren();
            }
          }
          default -> parser.skipChildren();
        }
      }
      return parser.nextToken() == null;
    }
  }
}
