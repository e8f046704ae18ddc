/// The configuration: one tree of records, filled from a YAML file, environment variables and the
/// command line.
///
/// A key is the path of record components in kebab case: `Http.publicUrl()` under
/// `Configuration.http()` is `http.public-url`, and `RTG_HTTP_PUBLIC_URL` in the environment. So a
/// key is added by adding a component; nothing else lists the keys except `docs/configuration.md`,
/// which a test compares with the records.
///
/// A group that one module alone uses is that module's own record, marked as `Settings`; the others
/// are here.
///
/// `ConfigurationReader` → sources give `Given` values by key → `Binder` parses them by component
/// type and calls the canonical constructors, which validate → `LoadedConfiguration`.
@NullMarked
package io.realtimegateway.server.configuration;

import org.jspecify.annotations.NullMarked;
