package io.fleetman.store.s3;

import io.fleetman.store.ETag;
import io.fleetman.store.StorageSettings;
import io.fleetman.store.StoreException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Says in one sentence what went wrong with a request, and what that means for the caller. */
final class Failures {
  static final String NO_SUCH_KEY = "NoSuchKey";

  private static final String NO_SUCH_BUCKET = "NoSuchBucket";
  private static final Set<String> CREDENTIALS_EXPIRED =
      Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired");
  private static final Set<String> REGION =
      Set.of(
          "AuthorizationHeaderMalformed",
          "PermanentRedirect",
          "IllegalLocationConstraintException");
  private static final Set<String> TRY_AGAIN =
      Set.of("ConditionalRequestConflict", "OperationAborted", "SlowDown", "RequestTimeout");

  private static final Pattern SDK_NOISE =
      Pattern.compile("^Unable to execute HTTP request: | \\(SDK Attempt Count: \\d+\\)$");
  private static final int SHORTEST_SECRET = 6; // a shorter one is a part of words

  private final StorageSettings settings;

  Failures(StorageSettings settings) {
    this.settings = settings;
  }

  /** The answer to a read that there is no such object; a bare 404 may come from anybody. */
  static boolean saysNoSuchKey(S3Exception e) {
    return e.statusCode() == 404 && code(e).equals(NO_SUCH_KEY);
  }

  static boolean saysNoSuchBucket(S3Exception e) {
    return code(e).equals(NO_SUCH_BUCKET);
  }

  static String code(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }

  /** Anything the SDK may throw. */
  StoreException of(Operation operation, RuntimeException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof StoreException known) {
        return known;
      }
    }
    return e instanceof S3Exception answer ? refused(operation, answer) : unanswered(operation, e);
  }

  private StoreException refused(Operation operation, S3Exception e) {
    return refused(operation, e.statusCode(), code(e), said(e), e);
  }

  /**
   * An answer that is not what was asked for.
   *
   * @param code S3's word for it; empty if the answer has none
   * @param said the answer's own sentence
   */
  StoreException refused(
      Operation operation, int status, String code, String said, @Nullable Exception e) {
    if (code.equals(NO_SUCH_BUCKET)) {
      return new StoreException.NotFound(
          say(
              operation,
              "there is no bucket '" + settings.bucket() + "'; create it, or correct its name"),
          e);
    }
    if (status == 404 && code.equals(NO_SUCH_KEY)) {
      return new StoreException.NotFound(say(operation, "there is no such object"), e);
    }
    if (status == 401 || status == 403 || CREDENTIALS_EXPIRED.contains(code)) {
      return new StoreException.AccessDenied(
          say(operation, "access denied (" + coded(status, code) + "): " + remedy(code)), e);
    }
    if (status == 409 && TRY_AGAIN.contains(code)) {
      return new StoreException.Unavailable(
          say(operation, "another write is under way (" + coded(status, code) + ")"), false, e);
    }
    if ((status >= 300 && status < 400) || REGION.contains(code)) {
      return new StoreException.Rejected(
          say(
              operation,
              "refused ("
                  + coded(status, code)
                  + "): the bucket is not in region '"
                  + settings.region()
                  + "' or not behind this endpoint; correct them"),
          e);
    }
    // The SDK's exception for an error inside a 200, as a copy may end, has that status.
    boolean failing = status < 300 || (status >= 500 && status != 501);
    if (failing || status == 429 || status == 408 || TRY_AGAIN.contains(code)) {
      return new StoreException.Unavailable(
          say(operation, "the store failed (" + coded(status, code) + ")"), operation.writes(), e);
    }
    if (status == 404) {
      return new StoreException.Unavailable(
          say(
              operation,
              "a 404 that names no missing object ("
                  + (code.isEmpty() ? "it has no S3 error code" : code)
                  + "); is this the S3 endpoint?"),
          operation.writes(),
          e);
    }
    return new StoreException.Rejected(
        say(operation, "refused (" + coded(status, code) + "): " + said), e);
  }

  private static String remedy(String code) {
    return switch (code) {
      case "SignatureDoesNotMatch" -> "the secret key does not fit the access key; correct it";
      case "InvalidAccessKeyId" -> "the store does not know this access key; correct it";
      case "RequestTimeTooSkewed" ->
          "this machine's clock is wrong by the store's; set it, best with NTP";
      case "ExpiredToken", "InvalidToken", "TokenRefreshRequired" ->
          "the temporary credentials have expired; renew them";
      default -> "check the access key and the secret key, and what they are permitted to do";
    };
  }

  /** A request that came to no answer. */
  StoreException unanswered(Operation operation, Exception e) {
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || e instanceof SocketTimeoutException) {
      return new StoreException.Unavailable(
          say(operation, "no answer within the time limit"), operation.writes(), e);
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      String problem = unreachable(t);
      if (problem != null) {
        return new StoreException.Unavailable(say(operation, problem), false, e);
      }
      if (t instanceof InterruptedException
          || t instanceof AbortedException
          || (t instanceof IOException && Thread.currentThread().isInterrupted())) {
        Thread.currentThread().interrupt();
        return new StoreException.Unavailable(say(operation, "interrupted"), operation.writes(), e);
      }
    }
    String message = said(e);
    if (message.toLowerCase(Locale.ROOT).contains("unable to load credentials")) {
      return new StoreException.AccessDenied(
          say(
              operation,
              "no credentials were found; give an access key and a secret key, or set up the AWS"
                  + " credential chain"),
          e);
    }
    return new StoreException.Unavailable(
        say(operation, "the connection failed: " + message), operation.writes(), e);
  }

  // Failures before the request was sent, so that nothing can have been written.
  private @Nullable String unreachable(Throwable t) {
    return switch (t) {
      case UnknownHostException _ ->
          "the host of the endpoint is unknown; correct the endpoint or the name service";
      case SSLPeerUnverifiedException h -> "no secure connection: " + h.getMessage();
      case SSLHandshakeException h -> "no secure connection: " + h.getMessage();
      case SSLException h
          when String.valueOf(h.getMessage()).contains("unrecognized SSL message") ->
          "the store does not speak TLS; write the endpoint with http://";
      case ConnectException _, NoRouteToHostException _ ->
          "nothing answers there; is the store running, and the endpoint right?";
      default -> null;
    };
  }

  /** An answer's ETag, without its quotes. */
  ETag eTag(Operation operation, @Nullable String eTag) {
    if (eTag == null || eTag.isEmpty()) {
      throw new StoreException.Rejected(
          say(operation, "the answer has no ETag; this store cannot be used"), null);
    }
    return new ETag(unquoted(eTag));
  }

  static String unquoted(String eTag) {
    return eTag.length() >= 2 && eTag.startsWith("\"") && eTag.endsWith("\"")
        ? eTag.substring(1, eTag.length() - 1)
        : eTag;
  }

  /** A body of whose end nothing can be known. */
  StoreException noLength(Operation operation) {
    return new StoreException.Unavailable(
        say(operation, "the store did not announce the length"), false, null);
  }

  /** A page of somebody else, or a listing that was cut. */
  StoreException noListing(Operation operation) {
    return new StoreException.Unavailable(
        say(operation, "the answer is not a whole listing; is this the S3 endpoint?"), false, null);
  }

  /** A listing whose pages lead to themselves. */
  StoreException noEnd(Operation operation) {
    return new StoreException.Unavailable(
        say(
            operation,
            "the listing does not go on: the store answers the same page again, as if it did not"
                + " know continuation-token"),
        false,
        null);
  }

  String say(Operation operation, String problem) {
    return scrub(operation + " at " + settings + ": " + problem);
  }

  private static String coded(int status, String code) {
    return code.isEmpty() ? "HTTP " + status : status + " " + code;
  }

  private static String said(Exception e) {
    if (e instanceof S3Exception answer
        && answer.awsErrorDetails() != null
        && answer.awsErrorDetails().errorMessage() != null) {
      return answer.awsErrorDetails().errorMessage();
    }
    String message = e.getMessage();
    return message == null
        ? e.getClass().getSimpleName()
        : SDK_NOISE.matcher(message).replaceAll("");
  }

  // No message of a store or of the SDK is known to repeat the secret; none ever shall.
  private String scrub(String message) {
    String secret = settings.secretKey();
    return secret == null || secret.length() < SHORTEST_SECRET
        ? message
        : message.replace(secret, "***");
  }
}
