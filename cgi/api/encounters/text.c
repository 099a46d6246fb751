#include "cgi/api/encounters/text.h"

#include "common/rules/move.h"

#include "common/base/poison.h"

/* What somebody did, by the move's type; types that are no moves of the rules stand behind those that are. */
static const struct phrase {
	const char *type, *did;
} phrases[] = {
    {"add_combatant", "added to the encounter"},
    {"remove_combatant", "removed from the encounter"},
    {"reveal", "revealed what was hidden"},
    {"hide", "hid something"},
    {"roll_initiative", "rolled initiative"},
    {"set_initiative", "set initiative"},
    {"start", "started the encounter"},
    {"next_turn", "went on to the next turn"},
    {"pause", "paused the encounter"},
    {"resume", "resumed the encounter"},
    {"damage", "dealt damage"},
    {"heal", "healed"},
    {"end", "ended the encounter"},
    {"reorder", "changed the turn order"},
    {"delay", "delayed the turn"},
    {"end_turn", "ended the turn"},
    {"skip_turn", "skipped the turn"},
    {"allow_turn", "gave a missed turn back"},
    {"previous_turn", "went back to the turn before"},
    {"set_temp_hp", "gave temporary hit points"},
    {"stabilize", "stabilized"},
    {"death_save", "made a death save"},
    {"add_condition", "gave a condition"},
    {"remove_condition", "ended a condition"},
    {"condition_save", "made a save against a condition"},
    {"set_exhaustion", "set exhaustion"},
    {"set_concentration", "changed concentration"},
    {"concentration_save", "made a save to concentrate"},
    {"take_turn", "took a turn"},
    {"queue_turn", "planned a turn"},
    {"ready", "readied something"},
    {"move", "moved"},
    {"interact", "handled something"},
    {"use_slot", "spent a spell slot"},
    {"use_feature", "used a feature"},
    {"use_item", "used an item"},
    {"equip_item", "changed what is worn or held"},
    {"use_legendary", "spent what is legendary"},
    {"use_lair", "used the lair"},
    {"note", "noted"},
    {"override", "set a figure by hand"},
    {"rest", "gave time to rest"},
    {"undo", "took back what was done"},
    {"redo", "brought back what was taken back"},
    {"edit", "changed the encounter's name or notes"},
};

/* What happened. %c is "critically" of such a hit. %w is whom it happened to, %s its source, %n its name, %N that with blanks, %b an ability,
 * %p damage by type; the numbers are %a amount, %r rolled, %x absorbed, %d difficulty, %l lost, %y successes and
 * %f failures. What is in [brackets] is left out when one of its values is empty or zero; {this|that} goes by
 * success, <this|that> by the amount. Texts that begin with %w are put together for all who share one, so their
 * verbs do not change with the number. */
static const struct happened {
	const char *text;
	const char *bare; /* when nothing more is known; NULL: the same */
} happened[CONSEQUENCE_KINDS] = {
    [CONSEQUENCE_JOINED] = {"%w joined", NULL},
    [CONSEQUENCE_LEFT] = {"%w left", NULL},
    [CONSEQUENCE_REVEALED] = {"%w came into sight", NULL},
    [CONSEQUENCE_HIDDEN] = {"%w went out of sight", NULL},
    [CONSEQUENCE_INITIATIVE] = {"%w got initiative %a[ (rolled %r)]", NULL},
    [CONSEQUENCE_ROUND] = {"round %a began", NULL},
    [CONSEQUENCE_TURN] = {"it became the turn of %w", NULL},
    [CONSEQUENCE_DAMAGE] = {"%w took %p damage and lost [%x temporary and ]%a hit points",
                            "%w <lost [%x temporary and ]%a hit points|got hurt>[ (%r rolled)]"},
    [CONSEQUENCE_HEALED] = {"%w regained %a hit points", "%w recovered"},
    [CONSEQUENCE_DROPPED] = {"%w dropped", NULL},
    [CONSEQUENCE_DIED] = {"%w died", NULL},
    [CONSEQUENCE_XP] = {"the fight was worth %a experience points", NULL},
    [CONSEQUENCE_TEMP_HP] = {"%w got %a temporary hit points", "%w got other temporary hit points"},
    [CONSEQUENCE_REVIVED] = {"%w came back to life", NULL},
    [CONSEQUENCE_STABLE] = {"%w became stable", NULL},
    [CONSEQUENCE_KNOCKED_OUT] = {"%w fell unconscious", NULL},
    [CONSEQUENCE_DEATH_SAVE_DUE] = {"%w must make a death save", NULL},
    [CONSEQUENCE_DEATH_SAVE] = {"%w [rolled %r and ]reached %y death saves made and %f failed",
                                NULL},
    [CONSEQUENCE_CONDITION] = {"%w became %n[ by %s]", NULL},
    [CONSEQUENCE_CONDITION_ENDED] = {"%w stopped being %n", NULL},
    [CONSEQUENCE_CONDITION_SAVE_DUE] = {"%w must make a %b save[ of %d] against being %n", NULL},
    [CONSEQUENCE_CONDITION_SAVE] =
        {"%w {made|failed} the save against being %n[ (rolled %r)][ with %a]", NULL},
    [CONSEQUENCE_EXHAUSTION] = {"%w reached exhaustion %a[ and lost %l hit points]",
                                "%w got rid of all exhaustion"},
    [CONSEQUENCE_CONCENTRATION] = {"%w began to concentrate on %n", NULL},
    [CONSEQUENCE_CONCENTRATION_DUE] =
        {"%w must make a %b save[ of %d] to go on concentrating on %n", NULL},
    [CONSEQUENCE_CONCENTRATION_SAVE] =
        {"%w {made|failed} the save to concentrate on %n[ (rolled %r)][ with %a]", NULL},
    [CONSEQUENCE_CONCENTRATION_ENDED] = {"%w stopped concentrating on %n", NULL},
    [CONSEQUENCE_SPENT] = {"%w used the %N", NULL},
    [CONSEQUENCE_SLOT] = {"%w spent a slot of level %r, %a left", NULL},
    [CONSEQUENCE_FEATURE] = {"%w used %n, %a left", NULL},
    [CONSEQUENCE_ITEM] = {"%w used %n, %a left", NULL},
    [CONSEQUENCE_EQUIPPED] = {"%w <took up|put away> %n", NULL},
    [CONSEQUENCE_RECHARGE] = {"%w rolled %r to recharge %n, {which is|which is not} ready again",
                              NULL},
    [CONSEQUENCE_LEGENDARY_DUE] = {"%w can use a legendary action, %a left", NULL},
    [CONSEQUENCE_LEGENDARY_ACTION] = {"%w used legendary actions, %a left", NULL},
    [CONSEQUENCE_LEGENDARY_RESISTANCE] = {"%w used a legendary resistance, %a left", NULL},
    [CONSEQUENCE_LAIR_DUE] = {"%w can use a lair action", NULL},
    [CONSEQUENCE_LAIR] = {"%w used a lair action", NULL},
    [CONSEQUENCE_DELAYED] = {"%w delayed", NULL},
    [CONSEQUENCE_READIED] = {"%w waits to: %n", NULL},
    [CONSEQUENCE_QUEUED] = {"%w planned to: %n", "%w dropped the plan"},
    [CONSEQUENCE_SKIPPED] = {"%w missed a turn", NULL},
    [CONSEQUENCE_ALLOWED] = {"%w may make up for a missed turn", NULL},
    [CONSEQUENCE_MOVED] = {"%w moved[, %a feet in this turn]", NULL},
    [CONSEQUENCE_SURPRISED] = {"%w started out surprised", NULL},
    [CONSEQUENCE_NOTED] = {"[of %w: ]%n", NULL},
    [CONSEQUENCE_OVERRIDDEN] = {"%w got another %n[: %a]", NULL},
    [CONSEQUENCE_XP_SHARE] = {"%w earned %a experience points", NULL},
    [CONSEQUENCE_LOOT] = {"%a %n[ for %w]", NULL},
    [CONSEQUENCE_RESTED] = {"%w rested (%n)", NULL},
    [CONSEQUENCE_HIT_DIE] = {"%w spent a hit die[ (%r rolled)]", NULL},
    [CONSEQUENCE_ATTACK] = {"%s [%c ]{hit|missed} %w[ with %n][ (rolled %r, %a in all)]", NULL},
    [CONSEQUENCE_MAX_LOST] = {"%w <lost %a of the hit point maximum|has the whole hit point "
                              "maximum again>",
                              NULL},
};

static struct str name_in(const struct doc *encounter, struct uuid id)
{
	const struct doc *all = encounter ? doc_find(encounter, STR("combatants")) : NULL, *found;
	char text[UUID_TEXT + 1];

	uuid_format(id, text);
	found = all ? doc_find(all, (struct str){text, UUID_TEXT}) : NULL;
	found = found ? doc_find(found, STR("name")) : NULL;
	return found ? found->text : STR("");
}

static struct str name_of(const struct telling *t, struct uuid id)
{
	struct str name = name_in(t->is, id);

	if (uuid_is_nil(id))
		return STR("");
	if (!name.n)
		name = name_in(t->was, id);
	return name.n ? name : STR("someone");
}

static bool put_text(struct buf *b, struct str text)
{
	buf_put(b, text);
	return text.n > 0;
}

static bool put_number(struct buf *b, int32_t number)
{
	buf_int(b, number);
	return number != 0;
}

static bool put_words(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		buf_putc(b, text.p[i] == '_' ? ' ' : text.p[i]);
	return text.n > 0;
}

/* "4 slashing (8 rolled, resisted) and 3 fire". */
static bool put_parts(struct buf *b, const struct list *parts)
{
	const struct damage_result *p = parts->items;

	for (size_t i = 0; i < parts->count; i++) {
		buf_printf(b, "%s%d", i ? " and " : "", p[i].amount);
		if (p[i].type != DAMAGE_UNTYPED)
			buf_printf(b, " %s", damage_type_names[p[i].type]);
		if (p[i].rolled == p[i].amount)
			continue;
		buf_printf(b, " (%d rolled", p[i].rolled);
		if (p[i].immune)
			BUF_LIT(b, ", immune");
		else if (p[i].resisted)
			BUF_LIT(b, ", resisted");
		if (p[i].vulnerable)
			BUF_LIT(b, ", vulnerable");
		buf_putc(b, ')');
	}
	return parts->count > 0;
}

static bool put_value(struct buf *b, const struct telling *t, const struct consequence *c,
                      char which)
{
	switch (which) {
	case 'w':
		return put_text(b, name_of(t, c->combatant_id));
	case 's':
		return put_text(b, name_of(t, c->source));
	case 'n':
		return put_text(b, c->name);
	case 'N':
		return put_words(b, c->name);
	case 'b':
		return put_text(b, c->save);
	case 'p':
		return put_parts(b, &c->parts);
	case 'a':
		return put_number(b, c->amount);
	case 'r':
		return put_number(b, c->rolled);
	case 'x':
		return put_number(b, c->absorbed);
	case 'd':
		return put_number(b, c->dc);
	case 'l':
		return put_number(b, c->lost);
	case 'y':
		return put_number(b, c->successes);
	case 'f':
		return put_number(b, c->failures);
	case 'c':
		return put_text(b, c->critical ? STR("critically") : STR(""));
	default:
		return false;
	}
}

/* Writes the text with its values; false when one of those outside brackets is empty. */
static bool put_template(struct buf *b, const struct telling *t, const struct consequence *c,
                         struct str text)
{
	bool whole = true;

	while (text.n) {
		struct str inner, chosen;
		char first = text.p[0];

		text = str_sub(text, 1, text.n);
		if (first == '%') {
			whole &= put_value(b, t, c, text.p[0]);
			text = str_sub(text, 1, text.n);
		} else if (first == '[') {
			struct buf part = BUF(b->arena);

			inner = str_cut(&text, ']');
			if (put_template(&part, t, c, inner))
				buf_put(b, buf_str(&part));
		} else if (first == '{' || first == '<') {
			inner = str_cut(&text, first == '{' ? '}' : '>');
			chosen = str_cut(&inner, '|');
			whole &= put_template(
			    b, t, c, (first == '{' ? c->success : c->amount != 0) ? chosen : inner);
		} else {
			buf_putc(b, first);
		}
	}
	return whole;
}

static bool is_bare(const struct consequence *c)
{
	if (c->kind == CONSEQUENCE_DAMAGE)
		return !c->parts.count;
	return !c->amount && !c->rolled && !c->absorbed && !c->lost && !c->parts.count &&
	       !c->name.n;
}

static struct str template_of(const struct consequence *c)
{
	const struct happened *h = &happened[c->kind];

	return str_of(h->bare && is_bare(c) ? h->bare : h->text);
}

/* What is said of the one whom it happened to; empty when the text does not begin with that one. */
static struct str said_of(const struct telling *t, const struct consequence *c, struct arena *arena)
{
	struct str text = template_of(c);
	struct buf b = BUF(arena);

	if (!str_starts(text, STR("%w ")))
		return STR("");
	put_template(&b, t, c, str_sub(text, 2, text.n));
	return buf_str(&b);
}

/* One text for all who share it from the i-th on; returns how many those are. */
static size_t put_shared(struct buf *b, const struct telling *t, size_t i)
{
	const struct consequence *all = t->consequences.items;
	size_t count = t->consequences.count, end = i + 1;
	struct str said = said_of(t, &all[i], b->arena);

	if (!said.n) {
		put_template(b, t, &all[i], template_of(&all[i]));
		return 1;
	}
	while (end < count && str_eq(said_of(t, &all[end], b->arena), said))
		end++;
	for (size_t k = i; k < end; k++) {
		if (k > i)
			buf_put(b, k + 1 < end ? STR(", ") : STR(" and "));
		buf_put(b, name_of(t, all[k].combatant_id));
	}
	buf_put(b, said);
	return end - i;
}

static struct str did(struct str type)
{
	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (str_eq(type, str_of(phrases[i].type)))
			return str_of(phrases[i].did);
	return type;
}

struct str text_of(const struct telling *t, struct arena *arena)
{
	struct buf b = BUF(arena);

	buf_put(&b, t->actor.n ? t->actor : STR("The server"));
	buf_putc(&b, ' ');
	buf_put(&b, did(t->type));
	if (t->words.n)
		buf_printf(&b, " (%.*s)", STR_ARG(t->words));
	for (size_t i = 0; i < t->consequences.count;) {
		buf_put(&b, i ? STR("; ") : STR(": "));
		i += put_shared(&b, t, i);
	}
	if (b.p[b.n - 1] != '.')
		buf_putc(&b, '.');
	return buf_str(&b);
}
