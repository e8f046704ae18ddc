package io.realtimegateway.security;

/// Why a token is refused. Its text contains nothing that is not in the token.
public enum TokenFault {
  /// It cannot be read.
  FORM("form", "The token is malformed: it is not a signed JWT of a kind that is accepted here."),
  /// A required claim is missing or malformed.
  CLAIMS("form", "The token is malformed: exp or another required claim is missing."),
  /// Its user has no usable name.
  SUBJECT(
      "subject",
      "The subject of the token cannot be used: it must be text of 1 to 255 characters or an"
          + " integer."),
  /// No known key signed it.
  KEY("key", "The key or algorithm that signed the token is not known."),
  /// The signature is wrong.
  SIGNATURE("signature", "The signature of the token is wrong."),
  /// Another issuer made it.
  ISSUER("issuer", "The issuer of the token is not accepted here."),
  /// It was made for another audience.
  AUDIENCE("audience", "The token was issued for another audience."),
  /// It has expired.
  EXPIRY("expiry", "The expiry of the token has passed."),
  /// It was issued too long ago.
  AGE("expiry", "The expiry of the token has passed: it was issued more than a year ago."),
  /// It is not valid yet.
  EARLY("expiry", "The token is not valid yet: check the clock of its issuer.");

  private final String finer;
  private final String description;

  TokenFault(String finer, String description) {
    this.finer = finer;
    this.description = description;
  }

  /// One lower-case word: `form`, `subject`, `key`, `signature`, `issuer`, `audience`, `expiry`.
  public String finer() {
    return finer;
  }

  /// A sentence in ASCII without quotation marks.
  public String description() {
    return description;
  }
}
