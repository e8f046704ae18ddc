package io.realtimegateway.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes a connection on which too many requests wait for their answers: a client that sends
/// requests without reading the answers would fill memory. It follows the HTTP decoder in the
/// pipeline, and is removed when the connection becomes a WebSocket.
final class PipelinedRequests extends ChannelDuplexHandler {
  /// Requests of a connection that may wait at once, the one under way included.
  static final int MOST = 64;

  private static final Logger LOG = LoggerFactory.getLogger(PipelinedRequests.class);
  private static final String DECODER = "httpDecoder";

  private int waiting;
  private boolean isCut;

  /// Adds it to the pipeline of a connection.
  static void bound(ChannelPipeline pipeline) {
    pipeline.addBefore("handler", "pipelined-requests", new PipelinedRequests());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest && ++waiting > MOST && !isCut) {
      isCut = true;
      LOG.debug("more than {} requests wait on one connection", MOST);
      var _ = context.close();
    }
    if (isCut) {
      ReferenceCountUtil.release(message);
      return;
    }
    var _ = context.fireChannelRead(message);
    if (context.pipeline().get(DECODER) == null && !context.isRemoved()) {
      context.pipeline().remove(this);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      waiting--;
    }
    var _ = context.write(message, promise);
  }

  /// Such as `100 Continue`, which another answer follows.
  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
