-- Who joined after the creation begins with everything before the own joining read, as the engine has it.
UPDATE members SET read_seq = change_seq WHERE is_member AND read_seq < change_seq;

COMMENT ON COLUMN members.read_seq IS 'Read marker: moves forward only, begins with each joining at the seq of that joining.';
