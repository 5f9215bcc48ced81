-- The words of deleted traces leave the text index many at once, for to say each word of each trace again costs as much as to put them in. The index is two
-- tables: trace_text takes what comes, trace_text_before holds what came up to a trace. When hardly anything of that is left, what is left is put into
-- trace_text, trace_text_before goes as a whole, and trace_text takes its place.
CREATE VIRTUAL TABLE trace_text_before USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');

-- One row.
CREATE TABLE text_generation (
    first_key INTEGER NOT NULL,                     -- trace_text_before holds traces after this one, and some before that were moved …
    last_key  INTEGER NOT NULL,                     -- … up to this one
    moved_key INTEGER NOT NULL                      -- up to here they are in trace_text as well
);

INSERT INTO text_generation VALUES (0, 0, 0);
