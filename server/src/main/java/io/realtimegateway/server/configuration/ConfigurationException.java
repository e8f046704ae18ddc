package io.realtimegateway.server.configuration;

import java.util.List;

/// The configuration cannot be used. The message is for people and names every problem.
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ConfigurationException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
