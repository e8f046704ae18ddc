package io.realtimegateway.api.users;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.store.users.User;
import java.io.IOException;

/// A user as the contract shows one.
public final class UserBody {
  private UserBody() {}

  /// Writes an object.
  ///
  /// @param showsEmail null stands for the e-mail address if not
  public static void write(JsonGenerator json, User user, boolean showsEmail) throws IOException {
    json.writeStartObject();
    writeFields(json, user, showsEmail);
    json.writeEndObject();
  }

  /// Writes the fields into an object that has more of them.
  ///
  /// @param showsEmail null stands for the e-mail address if not
  public static void writeFields(JsonGenerator json, User user, boolean showsEmail)
      throws IOException {
    JsonBody.id(json, "id", user.id());
    json.writeStringField("displayName", user.displayName());
    JsonBody.text(json, "email", showsEmail ? user.email() : null);
    JsonBody.text(json, "displayImage", user.displayImage());
  }
}
