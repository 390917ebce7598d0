package io.fleetman.store.probe;

/** What Fleetman asks of a store, in the order in which it is tried. */
public enum Rule {
  READ_BACK("reads what was written", Need.ANY_USE, "everything"),
  CREATE("create", Need.ANY_USE, "every new document"),
  CREATE_ONLY("create-only", Need.MANY_WRITERS, "one winner of two publishers of a version"),
  SWAP("compare-and-swap", Need.ANY_USE, "every change of a document"),
  STALE_SWAP("refusal of a stale swap", Need.MANY_WRITERS, "no change lost to another operator"),
  LIST_AFTER_WRITE("list after write", Need.ANY_USE, "agents see new cells"),
  CHANGE_SEEN("conditional read of a change", Need.ANY_USE, "agents notice a doorbell"),
  UNCHANGED("conditional read without a change", Need.COMFORT, "idle agents cost next to nothing"),
  STORE_CLOCK("a clock of its own", Need.COMFORT, "which nodes are active, and which are dead"),
  COPY("copy on the server's side", Need.ANY_USE, "publishing"),
  DELETE("delete", Need.ANY_USE, "cleaning up"),
  CREATE_RACE("atomic create", Need.MANY_WRITERS, "one winner of two publishers of a version"),
  SWAP_RACE("atomic swap", Need.MANY_WRITERS, "no change lost to another operator");

  /** What cannot be had from a store that breaks a rule. */
  public enum Need {
    /** Nothing at all works. */
    ANY_USE,
    /** It works while one operator writes at a time. */
    MANY_WRITERS,
    /** It works, at a price or with something left unknown. */
    COMFORT
  }

  private final String title;
  private final Need need;
  private final String neededFor;

  Rule(String title, Need need, String neededFor) {
    this.title = title;
    this.need = need;
    this.neededFor = neededFor;
  }

  /** What people call it; completes "the store lacks …". */
  public String title() {
    return title;
  }

  /** What cannot be had without it. */
  public Need need() {
    return need;
  }

  /** What it is for, in a few words. */
  public String neededFor() {
    return neededFor;
  }
}
