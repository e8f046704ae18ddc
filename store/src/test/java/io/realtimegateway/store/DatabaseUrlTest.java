package io.realtimegateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {

  @Test
  void userAndPasswordAreDecodedAndTakenOutOfTheUrl() {
    DatabaseUrl url =
        DatabaseUrl.parse("postgres://ch%40t:p%2Fa%25+%3A@db:5433/chat?sslmode=require");
    assertThat(url)
        .isEqualTo(
            new DatabaseUrl("jdbc:postgresql://db:5433/chat?sslmode=require", "ch@t", "p/a%+:"));
    assertThat(url).hasToString("db:5433/chat");
  }

  @ParameterizedTest
  @CsvSource({
    "postgres://db, jdbc:postgresql://db/postgres",
    "postgresql://me@db, jdbc:postgresql://db/me",
    "'postgres://a:1,[::1]:2/x', 'jdbc:postgresql://a:1,[::1]:2/x'",
    "jdbc:postgresql://db/chat?user=me&password=s, jdbc:postgresql://db/chat?user=me&password=s",
    "jdbc:postgresql:chat, jdbc:postgresql:chat",
    "postgres://a/b?application_name=c&connect_timeout=3,"
        + " jdbc:postgresql://a/b?ApplicationName=c&connectTimeout=3",
    "postgres://a/b?target_session_attrs=read-write,"
        + " jdbc:postgresql://a/b?targetServerType=primary",
    "postgres://a/b?target_session_attrs=any&channel_binding=require,"
        + " jdbc:postgresql://a/b?targetServerType=any&channelBinding=require"
  })
  void otherFormsAreTaken(String text, String jdbcUrl) {
    assertThat(DatabaseUrl.parse(text).jdbcUrl()).isEqualTo(jdbcUrl);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://chat:pa/Secr3t@db/chat",
        "postgres://chat:p@Secr3t@db/chat",
        "postgres://chat:pa?Secr3t@db/chat",
        "postgres://chat:pa#Secr3t@db/chat",
        "postgres://chat:pa:Secr3t@db:5432/cha#t",
        "postgres://chat:Secr3t%@db/chat",
        "postgres://chat:Secr3t%4@db/chat",
        "postgres://chat:Secr3t%zz@db/chat",
        "postgres://chat:Secr3t/@db:5432,other:5433/chat",
        "mysql://chat:Secr3t@db/chat"
      })
  void aPasswordThatIsNotEncodedIsRefusedWithTheRemedyAndNotRepeated(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be percent-encoded (%40 %3A %2F %3F %23 %25)")
        .hasMessageNotContaining("Secr3t")
        .hasMessageNotContaining("chat:");
  }

  @Test
  void aPasswordBeforeTheHostOfTheDriversFormIsRefused() {
    assertThatThrownBy(() -> DatabaseUrl.parse("jdbc:postgresql://chat:s3cret@db/chat"))
        .hasMessageContaining("postgres://user:password@host:5432/database")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://db:port/chat",
        "postgres://db:/chat",
        "postgres://db,/chat",
        "postgres:///chat",
        "postgres://",
        "jdbc:postgresql://db:port/chat",
        "jdbc:postgresql://db",
        "jdbc:mysql://db/chat"
      })
  void aTextThatIsNotAnAddressIsRefused(String text) {
    assertThatThrownBy(() -> DatabaseUrl.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aParameterThatTheDriverWouldIgnoreIsRefused() {
    assertThatThrownBy(() -> DatabaseUrl.parse("postgres://db/chat?hostaddr=10.0.0.1"))
        .hasMessageContaining("hostaddr");
    assertThatThrownBy(() -> DatabaseUrl.parse("postgres://db/c?target_session_attrs=read-only"))
        .hasMessageContaining("any, read-write or primary");
  }

  @Test
  void itIsKnownWhetherThereIsAPassword() {
    assertThat(DatabaseUrl.parse("postgres://me@db/chat").hasPassword()).isFalse();
    assertThat(DatabaseUrl.parse("postgres://me:x@db/chat").hasPassword()).isTrue();
    assertThat(DatabaseUrl.parse("jdbc:postgresql://db/chat?password=x").hasPassword()).isTrue();
    assertThat(DatabaseUrl.parse("postgres://me@db/chat").withPassword("a/b@").password())
        .isEqualTo("a/b@");
  }
}
