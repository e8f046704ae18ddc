package io.realtimegateway.model;

/// Text that is never shown.
///
/// @param value as configured
public record SecretText(String value) {

  @Override
  public String toString() {
    return "********";
  }
}
