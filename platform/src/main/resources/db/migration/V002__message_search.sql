-- What was said, to be found by its words. Host notices are not in it. The ids of those who heard a message are a column too,
-- so that a search is narrowed to what may be told before anything is ranked.
CREATE VIEW message_said AS
  SELECT seq, markdown, audience FROM message WHERE role <> 'system';

-- The text itself stays in message. Its seq is the key, since VACUUM may change the rowid of a table with a text key.
CREATE VIRTUAL TABLE message_words USING fts5(
  markdown, audience, content = 'message_said', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO message_words(message_words, rank) VALUES ('rank', 'bm25(1.0, 0.0)');
INSERT INTO message_words(message_words) VALUES ('rebuild');

CREATE TRIGGER message_words_added AFTER INSERT ON message WHEN new.role <> 'system' BEGIN
  INSERT INTO message_words(rowid, markdown, audience) VALUES (new.seq, new.markdown, new.audience);
END;
CREATE TRIGGER message_words_removed AFTER DELETE ON message WHEN old.role <> 'system' BEGIN
  INSERT INTO message_words(message_words, rowid, markdown, audience)
    VALUES ('delete', old.seq, old.markdown, old.audience);
END;
CREATE TRIGGER message_words_changed AFTER UPDATE OF seq, role, markdown, audience ON message BEGIN
  INSERT INTO message_words(message_words, rowid, markdown, audience)
    SELECT 'delete', old.seq, old.markdown, old.audience WHERE old.role <> 'system';
  INSERT INTO message_words(rowid, markdown, audience)
    SELECT new.seq, new.markdown, new.audience WHERE new.role <> 'system';
END;
