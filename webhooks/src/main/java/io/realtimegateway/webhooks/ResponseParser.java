package io.realtimegateway.webhooks;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.util.CharArrayBuffer;

/// Reads the heads of the responses on a connection, each within bounds. Skips malformed header
/// lines.
final class ResponseParser implements HttpMessageParser<ClassicHttpResponse> {
  private static final int LONGEST_HEAD = 32 << 10;
  private static final int INTERIM_ANSWERS = 8;

  private final DefaultHttpResponseParser heads =
      new DefaultHttpResponseParser(
          Http1Config.custom().setMaxLineLength(LONGEST_HEAD).build(), new LenientLines(), null);

  private int interim;

  @Override
  public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
      throws IOException, HttpException {
    ClassicHttpResponse answer = heads.parse(buffer, new Head(in));
    ProtocolVersion version = answer.getVersion();
    boolean isHttp1 = version.getMajor() == 1 && version.getMinor() <= 1;
    if (!isHttp1 || answer.getCode() < 100 || answer.getCode() > 999) {
      throw new ProtocolException("the response is not HTTP/1.1");
    }
    interim = answer.getCode() < 200 ? interim + 1 : 0;
    if (interim == INTERIM_ANSWERS) {
      throw new ProtocolException("the response has no status line");
    }
    return answer;
  }

  private static final class LenientLines extends BasicLineParser {
    @Override
    public Header parseHeader(CharArrayBuffer line) {
      try {
        return super.parseHeader(line);
      } catch (ParseException _) {
        return new BasicHeader("Unreadable", "");
      }
    }
  }

  /// The bytes of one head; up to a buffer of the body may have been read with it.
  private static final class Head extends FilterInputStream {
    private int left = LONGEST_HEAD;

    Head(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new ProtocolException("the head of the response is too long");
      }
      int read = super.read(bytes, offset, Math.min(left, length));
      if (read < 0) {
        throw new EOFException("the connection was closed before a response");
      }
      left -= read;
      Attempt.current().answered();
      return read;
    }
  }
}
