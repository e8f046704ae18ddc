/// The configuration: one tree of records, filled from a YAML file, environment variables and the
/// command line.
///
/// A key is the path of record components in kebab case: `Http.publicUrl()` under
/// `Configuration.http()` is `http.public-url`, and `RTG_HTTP_PUBLIC_URL` in the environment. So a
/// key is added by adding a component; nothing else lists the keys except `docs/configuration.md`,
/// which a test compares with the records.
///
/// A group is the record of the module that uses it, marked as `Settings`, and its constructor
/// checks the ranges. The groups of the server itself are here. What a module derives from several
/// groups, such as `EngineOptions`, has no ranges of its own.
///
/// `ConfigurationReader` → sources give `Given` values by key → `Binder` parses them by component
/// type and calls the canonical constructors, which validate → `LoadedConfiguration`.
@NullMarked
package io.realtimegateway.server.configuration;

import org.jspecify.annotations.NullMarked;
