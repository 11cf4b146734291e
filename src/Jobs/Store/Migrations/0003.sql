-- SQLite fills a table of its own for each IN with several constants, in every insert; a row of = costs next to nothing. Nothing on disk
-- changes but the text of the checks (SQLite, ALTER TABLE, 7: "Making Other Kinds Of Table Schema Changes").
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(sql, 'state IN (''active'', ''paused'', ''removed'')',
    'state = ''active'' OR state = ''paused'' OR state = ''removed''')
WHERE name = 'jobs';

UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    'cause IN (''schedule'', ''manual'', ''replay'', ''link'')',
    'cause = ''schedule'' OR cause = ''manual'' OR cause = ''replay'' OR cause = ''link'''),
    'state IN (''scheduled'', ''pending'', ''running'', ''succeeded'', ''failed'', ''timed_out'',
                                                ''cancelled'', ''quarantined'', ''skipped'', ''missed'')',
    'state = ''running'' OR state = ''pending'' OR state = ''scheduled'' OR state = ''succeeded'' OR state = ''failed'' OR
                                                state = ''timed_out'' OR state = ''cancelled'' OR state = ''quarantined'' OR
                                                state = ''skipped'' OR state = ''missed'''),
    'disposition IN (''keep'', ''retry'', ''remove'', ''pause'')',
    'disposition = ''keep'' OR disposition = ''retry'' OR disposition = ''remove'' OR disposition = ''pause''')
WHERE name = 'runs';

PRAGMA writable_schema = RESET;

-- A line's name is its identity, which has an index; names of the API's jobs have one of their own.
DROP INDEX jobs_by_name;
