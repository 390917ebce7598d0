import io.javalin.Javalin;

/** What the portal's pages are measured beside: the same server with nothing to say. */
final class EmptyPage {
  private EmptyPage() {}

  public static void main(String[] arguments) {
    Javalin server =
        Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.concurrency.useVirtualThreads = true;
              config.routes.get("/", ctx -> ctx.contentType("text/html").result("<!DOCTYPE html>"));
            });
    server.start("127.0.0.1", 0);
    System.out.println("listening on http://127.0.0.1:" + server.port());
  }
}
