package io.realtimegateway.api.contract;

import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Quotes texts that are no text to readers of YAML 1.1, which many tools use: times, `on` and
/// `off`, numbers in other notations.
final class QuotingSchema extends CoreSchema {
  @Override
  public ScalarResolver getScalarResolver() {
    return new Resolver();
  }

  private static final class Resolver extends CoreScalarResolver {
    private static final Tag OF_1_1 = new Tag("tag:yaml.org,2002:timestamp");
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");
    private static final Pattern NUMBER =
        Pattern.compile("[-+]?(?:[0-9][0-9_]*(?::[0-5]?[0-9])*|0b[01_]+|[0-9][0-9_]*\\.[0-9_]*)");
    private static final Pattern TRUTH =
        Pattern.compile("y|yes|n|no|on|off", Pattern.CASE_INSENSITIVE);

    private Resolver() {
      super(false);
    }

    @Override
    protected void addImplicitResolvers() {
      super.addImplicitResolvers();
      addImplicitResolver(OF_1_1, TIME, "0123456789");
      addImplicitResolver(OF_1_1, NUMBER, "-+0123456789");
      addImplicitResolver(OF_1_1, TRUTH, "yYnNoO");
    }
  }
}
