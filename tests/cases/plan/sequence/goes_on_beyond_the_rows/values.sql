SELECT seqrelid::regclass || ': ' || coalesce(pg_sequence_last_value(seqrelid)::text, 'begins')
    FROM pg_sequence ORDER BY seqrelid::regclass::text;
