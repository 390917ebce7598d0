package io.fleetman.controller.portal.cell;

import io.fleetman.controller.portal.ChangeList;

/** Two versions of a cell, and what differs. */
public record CompareView(CellHead head, String from, String to, ChangeList changes) {}
