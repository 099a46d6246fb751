-- Dice that a move needed when it was played again without another one, and had not needed before: they stay as they fell,
-- so that undo and redo in turns find no others.
alter table moves add later_dice integer[];
grant update (later_dice) on moves to tabard_api;
