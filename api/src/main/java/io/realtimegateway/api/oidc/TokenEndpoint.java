package io.realtimegateway.api.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests that we send to a provider ourselves. What it answers never stands in a log as it
/// is, because it holds tokens.
final class TokenEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);

  private final ProviderSettings settings;
  private final Duration timeout;

  TokenEndpoint(ProviderSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
  }

  /// Tokens for a code.
  OIDCTokens redeem(OIDCProviderMetadata metadata, String code, SignInAttempt attempt, URI back) {
    AuthorizationGrant grant =
        new AuthorizationCodeGrant(new AuthorizationCode(code), back, attempt.codeVerifier());
    TokenResponse response;
    try {
      response = OIDCTokenResponseParser.parse(send(request(metadata, grant).toHTTPRequest()));
    } catch (ParseException failed) {
      throw unusable("token endpoint", failed);
    }
    if (!response.indicatesSuccess()) {
      throw refusal(response.toErrorResponse().getErrorObject());
    }
    return ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens();
  }

  /// What the provider says of a user beyond the ID token; empty where it has no such endpoint.
  Optional<UserInfo> userInfo(OIDCProviderMetadata metadata, OIDCTokens tokens, Subject subject) {
    URI endpoint = metadata.getUserInfoEndpointURI();
    if (endpoint == null || !WebAddress.isSafe(endpoint)) {
      return Optional.empty();
    }
    try {
      UserInfoResponse response =
          UserInfoResponse.parse(
              send(new UserInfoRequest(endpoint, tokens.getAccessToken()).toHTTPRequest()));
      return response.indicatesSuccess()
          ? Optional.ofNullable(response.toSuccessResponse().getUserInfo())
              .filter(info -> subject.equals(info.getSubject()))
          : Optional.empty();
    } catch (ParseException failed) {
      throw unusable("user info endpoint", failed);
    }
  }

  private TokenRequest request(OIDCProviderMetadata metadata, AuthorizationGrant grant) {
    URI endpoint = metadata.getTokenEndpointURI();
    ClientID client = new ClientID(settings.clientID());
    return settings
        .clientSecret()
        .map(
            secret ->
                new TokenRequest.Builder(endpoint, authentication(metadata, client, secret), grant))
        .orElseGet(() -> new TokenRequest.Builder(endpoint, client, grant))
        .build();
  }

  /// In the header where the provider does not say that it wants it in the body alone.
  private static ClientAuthentication authentication(
      OIDCProviderMetadata metadata, ClientID client, Secret secret) {
    var text =
        new com.nimbusds.oauth2.sdk.auth.Secret(new String(secret.bytes(), StandardCharsets.UTF_8));
    List<ClientAuthenticationMethod> methods = metadata.getTokenEndpointAuthMethods();
    boolean inBody =
        methods != null
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    return inBody ? new ClientSecretPost(client, text) : new ClientSecretBasic(client, text);
  }

  private HTTPResponse send(HTTPRequest request) {
    int millis = (int) timeout.toMillis();
    request.setConnectTimeout(millis);
    request.setReadTimeout(millis);
    request.setFollowRedirects(false);
    try {
      return request.send();
    } catch (IOException failed) {
      LOG.warn("{} cannot be reached: {}", settings.name(), failed.getClass().getSimpleName());
      throw Refusal.of(ErrorCode.BAD_GATEWAY, "The identity provider cannot be reached.")
          .because(failed);
    }
  }

  private Refusal refusal(ErrorObject error) {
    String code = error.getCode() == null ? "" : error.getCode();
    LOG.warn("{} gave no token: status {} {}", settings.name(), error.getHTTPStatusCode(), code);
    if (code.equals(OAuth2Error.INVALID_GRANT_CODE)) {
      return Refusal.of(
              ErrorCode.BAD_REQUEST, "The identity provider does not take the code.", "code")
          .inner(code);
    }
    if (code.equals("temporarily_unavailable")) {
      return Refusal.unavailable("The identity provider is not available now.").inner(code);
    }
    return Refusal.of(ErrorCode.BAD_GATEWAY, "The identity provider gave no token.");
  }

  private Refusal unusable(String what, ParseException failed) {
    LOG.warn("the answer of {}'s {} cannot be read", settings.name(), what);
    return Refusal.of(ErrorCode.BAD_GATEWAY, "The identity provider's answer cannot be read.")
        .because(failed);
  }
}
