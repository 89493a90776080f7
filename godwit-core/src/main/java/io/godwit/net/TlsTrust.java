package io.godwit.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** The trust managers behind {@link TlsSettings}. */
final class TlsTrust {
  private TlsTrust() {}

  /** The peer's certificate was refused, and this is what it sent. */
  static final class Refused extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient List<X509Certificate> chain;

    private Refused(X509Certificate[] chain, CertificateException why) {
      // The engine chooses its alert by the cause of what is thrown, so that stays where it was.
      super(why.getMessage(), why.getCause() == null ? why : why.getCause());
      this.chain = List.of(chain);
    }

    /** The peer's certificate first. */
    List<X509Certificate> chain() {
      return chain;
    }
  }

  /** Decides as another does, and keeps the certificates it refused for the message. */
  static final class Explaining extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager judge;

    Explaining(X509ExtendedTrustManager judge) {
      this.judge = judge;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      try {
        judge.checkServerTrusted(chain, type, engine);
      } catch (CertificateException e) {
        throw new Refused(chain, e);
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      judge.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      judge.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      try {
        judge.checkClientTrusted(chain, type, engine);
      } catch (CertificateException e) {
        throw new Refused(chain, e);
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      judge.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      judge.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return judge.getAcceptedIssuers();
    }
  }

  /** Trusts whoever answers. */
  static final class Everyone extends X509ExtendedTrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
