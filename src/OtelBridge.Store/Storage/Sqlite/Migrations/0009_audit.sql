-- Who did what. Rows are added and read; what else somebody tries, the triggers refuse.
CREATE TABLE audit_entries (
    entry_id INTEGER PRIMARY KEY AUTOINCREMENT,
    time_ms  INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    action   TEXT    NOT NULL,                      -- AuditActions
    address  TEXT    NOT NULL,
    wire     TEXT    NOT NULL,
    request  TEXT    NOT NULL,                      -- method and route, without what stands in them
    about    TEXT    NOT NULL,                      -- kind:id, parted by blanks
    outcome  TEXT    NOT NULL,
    requests INTEGER NOT NULL,                      -- how many that are alike
    items    INTEGER                                -- spans stored, traces deleted
);

CREATE INDEX audit_by_time ON audit_entries (time_ms);
CREATE INDEX audit_by_who ON audit_entries (who, time_ms);

-- Up to when retention may remove rows; 0 but in the transaction in which it does.
CREATE TABLE audit_trim (before_ms INTEGER NOT NULL);
INSERT INTO audit_trim (before_ms) VALUES (0);

CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only added to.');
END;

CREATE TRIGGER audit_kept BEFORE DELETE ON audit_entries WHEN OLD.time_ms >= (SELECT coalesce(max(before_ms), 0) FROM audit_trim)
BEGIN
    SELECT RAISE(ABORT, 'The audit log is only added to.');
END;
