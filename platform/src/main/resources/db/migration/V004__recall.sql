-- Recall by the stems of words: who asks what somebody did writes other forms than were said.
DROP TRIGGER message_words_added;
DROP TRIGGER message_words_removed;
DROP TRIGGER message_words_changed;
DROP TABLE message_words;

CREATE VIRTUAL TABLE message_words USING fts5(
  markdown, audience, content = 'message_said', content_rowid = 'seq', tokenize = 'porter unicode61 remove_diacritics 2');
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

-- Whether a word of a question is the name of somebody who spoke.
CREATE INDEX message_sender ON message(sender COLLATE NOCASE);
-- What was said in a time that a question names.
CREATE INDEX message_sent ON message(sent_at, seq);
