-- +goose Up
-- A row of the log stays as it was written until its person is erased, which
-- deletes the person first and the rows then. To replace a row would be to
-- change it: one whose id is there already is passed over.
-- +goose StatementBegin
CREATE TRIGGER model_calls_insert BEFORE INSERT ON model_calls
WHEN EXISTS (SELECT 1 FROM model_calls WHERE id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER model_calls_update BEFORE UPDATE ON model_calls BEGIN
    SELECT RAISE(ABORT, 'the log of model calls is never changed');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER model_calls_delete BEFORE DELETE ON model_calls
WHEN EXISTS (SELECT 1 FROM users WHERE clerk_user_id = OLD.clerk_user_id)
BEGIN
    SELECT RAISE(ABORT, 'the log of model calls goes with its person alone');
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER model_calls_delete;
DROP TRIGGER model_calls_update;
DROP TRIGGER model_calls_insert;
