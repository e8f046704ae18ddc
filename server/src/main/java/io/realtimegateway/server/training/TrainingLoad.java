package io.realtimegateway.server.training;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Lets users of a few groups chat for some seconds: over sockets, and over REST as a chat page
/// does.
public final class TrainingLoad {

  private static final int GROUPS = 8;
  private static final int MEMBERS = 4;
  private static final int ROUNDS_PER_LIST = 20;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private TrainingLoad() {}

  /// Runs the load. The exit code is 0 if events were delivered and nothing was refused.
  ///
  /// @param arguments the server's base URL, and for how many seconds
  public static void main(String[] arguments) throws Exception {
    URI server = URI.create(arguments[0]);
    long delivered = run(server, Duration.ofSeconds(Integer.parseInt(arguments[1])));
    System.out.println(String.format(Locale.ROOT, "%d frames received", delivered));
    System.exit(delivered > 0 ? 0 : 1);
  }

  private static long run(URI server, Duration duration) throws Exception {
    try (TrainingRequests requests = new TrainingRequests(server)) {
      List<TrainingUser> users = new ArrayList<>();
      for (int group = 0; group < GROUPS; group++) {
        users.addAll(group(requests, group));
      }
      long end = System.nanoTime() + duration.toNanos();
      for (int round = 0; System.nanoTime() < end; round++) {
        TrainingUser user = users.get(round % users.size());
        user.chat(round);
        if (round % ROUNDS_PER_LIST == 0) {
          user.list(requests);
        }
        Thread.sleep(PAUSE);
      }
      return users.stream().mapToLong(TrainingUser::close).sum();
    }
  }

  private static List<TrainingUser> group(TrainingRequests requests, int number) {
    List<TrainingRequests.Account> members = new ArrayList<>();
    for (int member = 0; member < MEMBERS; member++) {
      members.add(requests.signIn("training-" + number + "-" + member));
    }
    String conversation = requests.conversation(members);
    List<TrainingUser> users = new ArrayList<>();
    for (TrainingRequests.Account member : members) {
      users.add(TrainingUser.connect(requests, member, conversation));
    }
    return users;
  }
}
