package io.realtimegateway.server;

import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.ConfigurationException;
import io.realtimegateway.server.configuration.ConfigurationReader;
import io.realtimegateway.server.configuration.Given;
import io.realtimegateway.server.configuration.LoadedConfiguration;
import io.realtimegateway.server.configuration.ProcessRole;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Entry point of the process.
public final class Main {

  private final PrintStream out;
  private final PrintStream err;
  private final Path workingFolder;
  private final Map<String, String> environment;

  Main(PrintStream out, PrintStream err, Path workingFolder, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.workingFolder = workingFolder;
    this.environment = environment;
  }

  /// Does what the command says and ends with the number of an `ExitCode`.
  ///
  /// @param arguments the command and its options
  public static void main(String[] arguments) {
    // Libraries, too, write numbers and change the case of words for machines to read.
    Locale.setDefault(Locale.ROOT);
    Main main = new Main(System.out, System.err, Path.of(""), System.getenv());
    ExitCode exitCode = main.execute(List.of(arguments));
    System.out.flush();
    System.err.flush();
    // Not exit: nothing of what is still running may hold the process up, and all of it is stopped.
    Runtime.getRuntime().halt(exitCode.number());
  }

  ExitCode execute(List<String> arguments) {
    try {
      return switch (CommandLine.parse(arguments)) {
        case CommandLine.Run run -> run(load(run.options()));
        case CommandLine.CheckConfig check -> check(load(check.options()));
        case CommandLine.Health health ->
            new HealthCommand(load(health.options()).configuration(), out, err).run();
        case CommandLine.Backup backup -> {
          new BackupCommands(load(backup.options()).configuration(), out).backup(backup.folder());
          yield ExitCode.DONE;
        }
        case CommandLine.Restore restore -> {
          new BackupCommands(load(restore.options()).configuration(), out)
              .restore(restore.folder());
          yield ExitCode.DONE;
        }
        case CommandLine.ApiKey apiKey -> {
          Logging.quieten();
          yield new ApiKeyCommand(load(apiKey.options()).configuration(), out, err)
              .run(apiKey.words());
        }
        case CommandLine.Version _ -> {
          out.println("realtime-gateway " + version());
          yield ExitCode.DONE;
        }
        case CommandLine.Help _ -> {
          out.print(CommandLine.USAGE);
          yield ExitCode.DONE;
        }
        case CommandLine.Mistaken mistaken -> {
          err.println(mistaken.problem());
          err.print(CommandLine.USAGE);
          yield ExitCode.USAGE;
        }
      };
    } catch (ConfigurationException e) {
      err.println(e.getMessage());
      return ExitCode.CONFIGURATION;
    } catch (StartFailure e) {
      err.println(e.getMessage());
      return e.exitCode();
    }
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private LoadedConfiguration load(CommandLine.Options options) {
    LoadedConfiguration loaded =
        new ConfigurationReader(workingFolder, environment).read(options.file(), options.values());
    refusePortOfEngine(loaded.configuration(), options.values());
    return loaded;
  }

  /// Where a port is asked for that nothing would listen on.
  private static void refusePortOfEngine(
      Configuration configuration, Map<String, Given> commandLine) {
    Given port = commandLine.get("http.port");
    boolean hasHttp = configuration.has(ProcessRole.GATEWAY) || configuration.has(ProcessRole.API);
    if (port != null && !hasHttp) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "http.port has no effect on an engine alone ("
              + port.source()
              + "): gateways and APIs reach it at link.port");
    }
  }

  private ExitCode check(LoadedConfiguration loaded) {
    NamedFiles files = NamedFiles.check(loaded.configuration());
    files.problems().forEach(err::println);
    if (!files.problems().isEmpty()) {
      return ExitCode.CONFIGURATION;
    }
    files.warnings().forEach(warning -> err.println("Warning: " + warning));
    SignInWarning.of(loaded.configuration())
        .ifPresent(warning -> err.println("Warning: " + warning));
    MemoryWarning.of(loaded.configuration().limits().connections(), MemoryWarning.ofThisMachine())
        .ifPresent(warning -> err.println("Warning: " + warning));
    out.print(loaded.report());
    return ExitCode.DONE;
  }

  private ExitCode run(LoadedConfiguration loaded) {
    Logging.configure(loaded.configuration().log());
    ServerLife life = new ServerLife(loaded.configuration(), out);
    TerminationSignals.handle(life::terminate);
    return life.run();
  }
}
