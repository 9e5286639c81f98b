-- A message of a queue that comes again before it was deleted is recorded once.
create unique index failure_queue_message on hub.failure (source, event_id) where subscriber like 'queue:%';
