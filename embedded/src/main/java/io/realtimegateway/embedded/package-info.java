/// A real PostgreSQL that is shipped with the program, so that nothing has to be installed.
/// [EmbeddedPostgres] owns one folder:
///
/// ```
/// <folder>/lock              locked while a process uses the folder
///         /binaries/<name>/  unpacked once from the jar on the class path
///         /data/             the cluster
///         /password          of its only user, readable by the owner alone
///         /server.log        what the server says while it starts; later days are in data/log
/// ```
///
/// A child process (`sh`) starts the server and stops it when its standard input ends, which it
/// also does when this process is killed: no server outlives its owner.
@NullMarked
package io.realtimegateway.embedded;

import org.jspecify.annotations.NullMarked;
