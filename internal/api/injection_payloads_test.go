package api_test

import (
	"net/url"
	"strings"
)

// harmless are texts of every kind that a field may be given; none has a
// meaning in SQL.
func harmless() []string {
	return []string{
		"plain", "two words", "", " ", "1", "-1", "0", "9223372036854775808", "ÄÖ", "a\x00b", strings.Repeat("x", 90), strings.Repeat("x", 4000),
		nobodysID, "2026-10-30", "VTI", "null", "[1,2]", "a/b", "a%b", "a_b", "a@b.example", "..", "US", "0.5",
	}
}

// injections are texts that have a meaning in SQL where somebody lets them: what
// ends a text or a number, what follows it, and what hides the rest.
func injections() []string {
	closings := []string{"'", `"`, "')", "'))", `\'`, "1", "1)", "`", "]", "%'", "$1", "?"}
	attacks := []string{
		" or 1=1", " and 1=2", " or 'a'='a", " union select null,null", " union all select clerk_user_id,email from users",
		"; drop table accounts", "; update users set email='x'", "; delete from positions", "; attach database '/tmp/x' as x",
		" or (select count(*) from sqlite_master)>0", " or exists(select 1 from pg_catalog.pg_user)", " and 1=cast((select version()) as int)",
		" or randomblob(200000000) is null", " or (select 1 from pg_sleep(20)) is null", "; select pg_sleep(20)", " and load_extension('x')",
		" order by 99", " group by 1 having 1=1", " limit 0 offset 9", " returning id", "; set role alex_system", "; set_config('app.user_id','bob',false)",
	}
	ends := []string{"", "--", "-- -", "/*", "#", ";\x00", "\r\n--"}
	var list []string
	for n, attack := range attacks {
		for m, closing := range closings {
			list = append(list, closing+attack+ends[(n+m)%len(ends)])
		}
	}
	plain := "' or 1=1 --"
	return append(list,
		"'", "''", `"`, `\`, "%", "_", "%%", "*", "--", "/*", "*/", ";", "$1", "$$", "?", ":a", "@a", "{0}", "''''''''''", "'||'", "'+'", "' '", "'/**/or/**/1=1--",
		"' oR 1=1--", "'\tor\t1=1--", "'\nor\n1=1--", "'\u00a0or\u00a01=1--", "＇ or 1=1 --", "ʼ or 1=1 --", "\u02b9 or 1=1", "\xbf' or 1=1 --", "\xbf\x27 or 1=1",
		url.QueryEscape(plain), url.QueryEscape(url.QueryEscape(plain)), "%2527%20or%201=1", "0x27206f7220313d31", "char(39)||char(39)", "chr(39)||chr(39)",
		"E'\\x27'", "U&'\\0027'", "$$a$$", "$a$ or $a$", "';exec xp_cmdshell('x')--", "';copy users to '/tmp/x'--", "';do $$ begin end $$--", "';notify x;--",
		"'; pragma writable_schema=1; --", "'; vacuum into '/tmp/x'; --", "1e309", "1; select 1", "NULL", "true or 1", "id; --", "asc, (select 1)", "created_at desc --",
		`{"$ne":null}`, `{"$gt":""}`, "' and json_extract(steps,'$')--", "'::text", "'::regclass", "'||(select password_hash from credentials limit 1)||'",
		"' in (select clerk_user_id from users) --", "' like '%", "' glob '*", "' regexp '.", "' between 'a' and 'z", "') on conflict do nothing --", "x' collate nocase --",
	)
}
