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
import java.util.OptionalInt;

/** nginx with one worker, set up to be as little of the measurement as it can be. */
public final class Nginx {
  /** Where it is if it is not on the path: system users have it there, others do not look there. */
  private static final List<Path> ELSEWHERE =
      List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/local/sbin/nginx"));

  /** The only one it knows, so that all clients do the same work. */
  private static final String CIPHER = "TLS_AES_128_GCM_SHA256";

  /** What a form is longer than its file, with much to spare. */
  private static final int BODY_ROOM = 1 << 20;

  /**
   * What is sent needs a GiB of memory each time. Without this it is asked of the kernel anew,
   * which takes longer than to read what is sent.
   */
  private static final String KEEPING_MEMORY =
      "GLIBC_TUNABLES=glibc.malloc.mmap_threshold=8589934592"
          + ":glibc.malloc.trim_threshold=8589934592:glibc.malloc.hugetlb=1";

  private Nginx() {}

  public static boolean installed() {
    return program().isPresent();
  }

  /** Starts it; {@code pin} is put before its command. */
  public static Origin start(Site site, List<String> pin) throws IOException {
    String nginx = program().orElseThrow(() -> new IOException("nginx is not installed"));
    int port = Origin.freePort();
    int tlsPort = Origin.freePort();
    Path config = site.folder().resolve("nginx.conf");
    Files.writeString(config, config(site, port, tlsPort));
    List<String> command = new ArrayList<>(pin);
    command.addAll(
        List.of("env", KEEPING_MEMORY, nginx, "-p", site.folder() + "/", "-c", config.toString()));
    String description = version(nginx) + ", TLS 1.3 with " + CIPHER;
    return Origin.start(command, site, port, OptionalInt.of(tlsPort), description);
  }

  private static Optional<String> program() {
    if (Cores.onPath("nginx")) {
      return Optional.of("nginx");
    }
    return ELSEWHERE.stream().filter(Files::isExecutable).map(Path::toString).findFirst();
  }

  /**
   * What is sent is read into memory, because nginx would answer before it has read it otherwise,
   * or write it to a disk; then the answer comes from a server of its own, which is told how much
   * it was.
   */
  private static String config(Site site, int port, int tlsPort) {
    // A master that is root runs its worker as another user, who cannot read our folder.
    String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
    String answering = "unix:" + site.folder().resolve("answer.sock");
    String locations =
        """
          root %1$s;
          location = %2$s { types {} default_type %3$s; add_header Content-Encoding gzip; alias %4$s; }
          location = %5$s {
            client_max_body_size 0;
            client_body_buffer_size %6$d;
            proxy_pass http://%7$s:/;
            proxy_pass_request_body off;
            proxy_set_header Content-Length "";
            proxy_set_header X-Received $content_length;
          }
        """
            .formatted(
                site.root(),
                Site.TEXT,
                Target.CONTENT_TYPE,
                site.coded(),
                Site.UPLOAD,
                site.sizes().big() + BODY_ROOM,
                answering);
    return """
    daemon off;
    worker_processes 1;
    worker_rlimit_nofile 16384;
    %1$s
    pid nginx.pid;
    error_log error.log warn;
    events { worker_connections 8192; }
    http {
      access_log off;
      client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp;
      uwsgi_temp_path tmp; scgi_temp_path tmp;
      types { %2$s txt; }
      sendfile on;
      tcp_nodelay on;
      keepalive_requests 1000000000;
      keepalive_timeout 3600s;
      open_file_cache max=16 inactive=1h;
      open_file_cache_valid 1h;
      server {
        listen %3$s:%4$d;
    %6$s
      }
      server {
        listen %3$s:%5$d ssl;
        ssl_certificate server.pem;
        ssl_certificate_key server.key;
        ssl_protocols TLSv1.3;
        ssl_conf_command Ciphersuites %7$s;
    %6$s
      }
      server {
        listen %8$s;
        location / { default_type %2$s; return 200 $http_x_received; }
      }
    }
    """
        .formatted(
            user, Target.CONTENT_TYPE, Origin.HOST, port, tlsPort, locations, CIPHER, answering);
  }

  /** nginx writes it to its standard error: {@code nginx version: nginx/1.22.1}. */
  private static String version(String nginx) throws IOException {
    Process process = new ProcessBuilder(nginx, "-v").redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return text.strip().toLowerCase(Locale.ROOT).replace("nginx version: ", "");
  }
}
