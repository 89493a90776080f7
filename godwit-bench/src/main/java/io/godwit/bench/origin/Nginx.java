package io.godwit.bench.origin;

import io.godwit.bench.driver.Target;
import io.godwit.bench.worker.Cores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** nginx with one worker, set up to be as little of the measurement as it can be. */
public final class Nginx {
  /** Where it is if it is not on the path: system users have it there, others do not look there. */
  private static final List<Path> ELSEWHERE =
      List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"));

  private Nginx() {}

  public static boolean installed() {
    return program().isPresent();
  }

  /** Starts it; {@code pin} is put before its command. */
  public static Origin start(Site site, List<String> pin) throws IOException {
    String nginx = program().orElseThrow(() -> new IOException("nginx is not installed"));
    int port = Origin.freePort();
    Path config = site.folder().resolve("nginx.conf");
    Files.writeString(config, config(site, port));
    List<String> command = new ArrayList<>(pin);
    command.addAll(List.of(nginx, "-p", site.folder() + "/", "-c", config.toString()));
    return Origin.start(command, port, version(nginx));
  }

  private static Optional<String> program() {
    if (Cores.onPath("nginx")) {
      return Optional.of("nginx");
    }
    return ELSEWHERE.stream().filter(Files::isExecutable).map(Path::toString).findFirst();
  }

  private static String config(Site site, int port) {
    // A master that is root runs its worker as another user, who cannot read our folder.
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 16384;
    %s
    pid nginx.pid;
    error_log error.log warn;
    events { worker_connections 8192; }
    http {
      access_log off;
      client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp;
      uwsgi_temp_path tmp; scgi_temp_path tmp;
      types { %s txt; }
      sendfile on;
      tcp_nodelay on;
      keepalive_requests 1000000000;
      keepalive_timeout 3600s;
      open_file_cache max=16 inactive=1h;
      open_file_cache_valid 1h;
      server { listen %s:%d; root %s; }
    }
    """
        .formatted(user, Target.CONTENT_TYPE, Origin.HOST, port, site.root());
  }

  /** nginx writes it to its standard error: {@code nginx version: nginx/1.22.1}. */
  private static String version(String nginx) throws IOException {
    Process process = new ProcessBuilder(nginx, "-v").redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return text.strip().toLowerCase(Locale.ROOT).replace("nginx version: ", "");
  }
}
