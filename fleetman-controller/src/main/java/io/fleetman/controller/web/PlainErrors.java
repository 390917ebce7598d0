package io.fleetman.controller.web;

import io.fleetman.codec.Json;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What is answered where no page and no resource was reached: an address or headers that are none,
 * or too long. Nothing of what was sent is said again.
 */
final class PlainErrors extends ErrorHandler {
  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    Problem problem =
        Problem.of(
            code >= 500 ? "internal" : "http",
            code >= 500 ? "The controller made a mistake" : "The request was refused",
            code,
            Objects.requireNonNullElse(HttpStatus.getMessage(code), "it cannot be answered")
                + ": correct the address and the headers");
    response.setStatus(code);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(Json.write(problem)), callback);
  }
}
