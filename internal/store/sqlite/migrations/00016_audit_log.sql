-- +goose Up
-- A row stays as it was written until its person is erased, or until it is
-- thirty days old. One whose id is there already is passed over.
-- +goose StatementBegin
CREATE TRIGGER audit_log_insert BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the log of acts is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log
WHEN OLD.at > (CAST(strftime('%s', 'now') AS INTEGER) - 2592000) * 1000000
    AND (OLD.clerk_user_id IS NULL OR EXISTS (SELECT 1 FROM users WHERE clerk_user_id = OLD.clerk_user_id))
BEGIN
    SELECT RAISE(ABORT, 'the log of acts goes with its person, or when it is old');
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER audit_log_delete;
DROP TRIGGER audit_log_update;
DROP TRIGGER audit_log_insert;
