#!/bin/sh
# A first table to try things on, made over HTTP like any other: a campaign with its people, three
# characters and an encounter of four goblins that has begun. Its ids go to $TABARD_VAR/demo.env.
#
# Takes BASE_URL, TABARD_VAR, DM_TOKEN, PLAYER1_TOKEN, PLAYER2_TOKEN and OBSERVER_TOKEN from the
# environment.
set -eu

# call TOKEN METHOD PATH [BODY]: prints the answer; an error ends the script with it.
call() {
	curl -sS --fail-with-body -X "$2" "$BASE_URL/api/v1$3" -H "Authorization: Bearer $1" \
		-H 'Content-Type: application/json' ${4:+--data "$4"} || {
		echo "demo: $2 $3 was refused" >&2
		exit 1
	}
}

# first KEY: the value of the first "KEY":"…" on standard input.
first() {
	sed -n "s/.*\"data\":[^}]*\"$1\":\"\([^\"]*\)\".*/\1/p"
}

invite() {
	code=$(call "$DM_TOKEN" POST "/campaigns/$campaign/invites" "{\"role\":\"$2\",\"max_uses\":1}" | first code)
	call "$1" POST "/invites/$code/accept" >/dev/null
}

# character TOKEN NAME CLASS ABILITIES: joins the campaign and the encounter.
character() {
	id=$(call "$1" POST /characters "{\"name\":\"$2\",\"sheet\":{\"abilities\":{$4},\"classes\":[{\"class\":\"$3\",\"level\":3}]}}" |
		first id)
	call "$1" PUT "/characters/$id/campaign" "{\"campaign_id\":\"$campaign\"}" >/dev/null
	move "{\"type\":\"add_combatant\",\"character_id\":\"$id\"}" >/dev/null
}

move() {
	call "$DM_TOKEN" POST "/encounters/$encounter/moves" "$1"
}

campaign=$(call "$DM_TOKEN" POST /campaigns '{"name":"The mine in the hills"}' | first id)
invite "$PLAYER1_TOKEN" player
invite "$PLAYER2_TOKEN" player
invite "$OBSERVER_TOKEN" observer
encounter=$(call "$DM_TOKEN" POST "/campaigns/$campaign/encounters" '{"name":"Goblins on the road"}' | first id)
goblin=$(move '{"type":"add_combatant","monster":"goblin","count":4}' |
	sed -n 's/.*"result":\[{[^}]*"combatant_id":"\([^"]*\)".*/\1/p')
character "$PLAYER1_TOKEN" Brakka barbarian '"str":16,"dex":14,"con":15,"int":8,"wis":12,"cha":10'
character "$PLAYER1_TOKEN" Ilse wizard '"str":8,"dex":14,"con":13,"int":16,"wis":12,"cha":10'
character "$PLAYER2_TOKEN" Tomm cleric '"str":14,"dex":10,"con":14,"int":10,"wis":16,"cha":12'
move '{"type":"roll_initiative"}' >/dev/null
move '{"type":"start"}' >/dev/null

printf 'CAMPAIGN_ID=%s\nENCOUNTER_ID=%s\nGOBLIN_ID=%s\n' "$campaign" "$encounter" "$goblin" >"$TABARD_VAR/demo.env"
