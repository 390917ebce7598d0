package io.fleetman.controller.web;

import io.fleetman.controller.access.Principal;
import io.fleetman.controller.fleet.FleetModel;
import io.fleetman.document.AuditDocument;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A browser's request, and the page that answers it. */
public final class PageExchange extends Exchange {
  private final Pages pages;
  private @Nullable Form form;
  private boolean polls;
  private List<Overtaken> overtaken = List.of();
  private HttpStatus status = HttpStatus.OK;

  PageExchange(Context http, Route route, Site site, Principal principal, Pages pages) {
    super(http, route, site, principal, AuditDocument.Via.PORTAL);
    this.pages = pages;
  }

  /** What the form says. */
  public Form form() {
    Form read = form;
    if (read == null) {
      read = Form.of(http());
      form = read;
      because(read.text("reason"));
    }
    return read;
  }

  /** Has the page asked for again every two seconds, while it is seen. */
  public PageExchange polling() {
    polls = true;
    return this;
  }

  /** Answers with another status than 200. */
  public PageExchange status(HttpStatus other) {
    status = other;
    return this;
  }

  /**
   * Nothing was done, since what the reader had seen was changed: both are shown above the page.
   */
  public PageExchange overtaken(List<Overtaken> changes) {
    overtaken = List.copyOf(changes);
    return status(HttpStatus.CONFLICT);
  }

  List<Overtaken> overtaken() {
    return overtaken;
  }

  /** The form is shown again, with what is wrong with it. */
  public PageExchange invalid() {
    return status(HttpStatus.UNPROCESSABLE_CONTENT);
  }

  /**
   * Answers with a page.
   *
   * @param template under {@code src/main/jte}; takes {@code frame} and {@code view}
   * @param title of the window
   * @param view what the template shows
   */
  public void render(String template, String title, Object view) throws InterruptedException {
    FleetModel.Known known = site().known(Duration.ZERO);
    Frame frame = pages.frame(this, title, known, polls, isPart());
    byte[] body = pages.render(template, frame, view);
    if (frame.part()) {
      answerPart(known, Drawn.Content.of(body));
    } else {
      answer(body);
    }
  }

  /**
   * The same with what everybody is shown alike: its content is drawn for the first who asks. It
   * has no form that changes anything, since such a form holds its reader's token.
   */
  public void renderDrawn(String template, String title, Drawn<?> view)
      throws InterruptedException {
    FleetModel.Known known = site().known(Duration.ZERO);
    Frame frame = pages.frame(this, title, known, polls, isPart());
    Drawn.Content content =
        view.content(() -> pages.render(template, frame.forEverybody(), view.view()));
    if (frame.part()) {
      answerPart(known, content);
    } else {
      answer(pages.around(frame, content.html()));
    }
  }

  private boolean isPart() {
    return http().queryParam(Frame.PART) != null;
  }

  private Context answered() {
    return http()
        .status(status)
        .contentType("text/html; charset=utf-8")
        .header(Header.CACHE_CONTROL, "private, no-cache");
  }

  private void answer(byte[] page) {
    answered().result(page);
  }

  private void answerPart(FleetModel.Known known, Drawn.Content content) {
    Context ctx = answered();
    // The age is a header: while nothing else changes, the content's bytes and so its ETag stay.
    if (known.view() != null) {
      ctx.header("Fleetman-Age", Long.toString(known.age().toMillis()));
    }
    if (known.problem() != null) {
      ctx.header("Fleetman-Stale", Words.header(known.problem()));
    }
    ctx.header(Header.ETAG, content.etag());
    if (content.etag().equals(ctx.header(Header.IF_NONE_MATCH))) {
      ctx.status(HttpStatus.NOT_MODIFIED);
    } else {
      ctx.result(content.html());
    }
  }

  /** The address of a page of this bucket. */
  public String url(String page) {
    return Frame.url(site().name(), page);
  }

  /**
   * Leads the browser to another page of this bucket.
   *
   * @param page such as {@code /cells}; never from the request, so that nobody is led elsewhere
   * @param toast what to say there
   */
  public void redirect(String page, Toast toast) {
    toast.send(http());
    http().redirect(url(page), HttpStatus.SEE_OTHER);
  }

  /** Whether users can sign in here: there is a secret to sign sessions with. */
  public boolean signsSessions() {
    return pages.signsSessions();
  }

  /** Leads the browser to a page of the controller as a whole. */
  public void redirectOwn(String page, Toast toast) {
    toast.send(http());
    http().redirect(page, HttpStatus.SEE_OTHER);
  }
}
