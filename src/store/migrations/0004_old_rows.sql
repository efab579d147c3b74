-- What the sweep and an unsend look for stays as quick to find after a million turns as after a thousand.
CREATE INDEX turns_shown ON turns (at) WHERE shown_sealed IS NOT NULL;
CREATE INDEX unhandled_day ON unhandled (day);
CREATE INDEX unhandled_ref ON unhandled (ref) WHERE ref IS NOT NULL;
