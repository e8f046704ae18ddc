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

/// Reads the heads of a connection's answers, each within bounds. A header line that is none is
/// passed over.
final class AnswerParser implements HttpMessageParser<ClassicHttpResponse> {
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
      throw new ProtocolException("the answer is no HTTP/1.1");
    }
    interim = answer.getCode() < 200 ? interim + 1 : 0;
    if (interim == INTERIM_ANSWERS) {
      throw new ProtocolException("the answer does not begin");
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

  /// What is read until one head is whole; up to a buffer of the body may follow it.
  private static final class Head extends FilterInputStream {
    private int left = LONGEST_HEAD;

    Head(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new ProtocolException("the head of the answer is too long");
      }
      int read = super.read(bytes, offset, Math.min(left, length));
      if (read < 0) {
        throw new EOFException("the connection was closed before the answer");
      }
      left -= read;
      Attempt.current().heard();
      return read;
    }
  }
}
