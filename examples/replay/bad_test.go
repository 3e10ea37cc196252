package main

import (
	"bufio"
	"fmt"
	"io"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

func TestBadInputIsNamedAndLeavesNothingBehind(t *testing.T) {
	bad := func(content string) map[string]string { return map[string]string{"bad.csv": content} }
	badChanges := []string{"-history", "bad.csv", "-map", "changes.yaml"}
	badDeals := []string{"-history", "bad.csv", "-map", "deals.yaml"}
	const hint = "; replay -h tells the flags"

	whole := gzipped(t, func(w io.Writer) error {
		b := bufio.NewWriter(w)
		fmt.Fprintln(b, "contact,closed_at")
		for i := range 20000 {
			fmt.Fprintf(b, "%x,2026-01-30T00:00:00Z\n", i*2654435761%4294967296)
		}
		return b.Flush()
	})

	tests := []struct {
		name  string
		files map[string]string
		args  []string
		want  string // on stderr
	}{
		{"no flag", nil, nil, "replay: expected -history and -map, found none" + hint},
		{"a flag that is not", nil, []string{"-histroy", "x"}, "replay: flag provided but not defined: -histroy" + hint},
		{"a flag without its value", nil, []string{"-history"}, "replay: flag needs an argument: -history" + hint},
		{"something beside flags", nil, with(changes, "more"), `replay: expected flags only, found "more"` + hint},
		{"a history without a map", nil, with(changes, "-history", "x.csv"), "replay: expected a -map for each -history, found 1 and 2"},
		{"a basis that is not", nil, with(changes, "-basis", "cohorts"), `replay: -basis: expected one of cohort, activity, found "cohorts"`},
		{"a format that is not", nil, with(changes, "-format", "xml"), `replay: -format: expected one of text, json, csv, md, html, found "xml"`},
		{
			"a time that is not", nil, with(changes, "-from", "31.03.2026"),
			`replay: invalid value "31.03.2026" for flag -from: expected a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z"` + hint,
		},
		{
			"a period that ends before it starts", nil, with(changes, "-from", "2026-03-01", "-to", "2026-02-01"),
			"replay: -to: expected a time after -from, found 2026-02-01T00:00:00Z",
		},
		{
			"a period after the history", nil, with(changes, "-from", "2027-01-01"),
			"replay: -from: expected a time up to 2026-03-05T10:00:00Z, to which the history is read, found 2027-01-01T00:00:00Z",
		},
		{
			"a history that is read up to before it begins", nil, with(changes, "-asof", "2026-03-01"),
			"replay: -asof: expected a time from 2026-03-01T10:00:00Z on, at which the history begins, found 2026-03-01T00:00:00Z",
		},
		{"a report in a folder that is not there", nil, []string{"-history", "none.csv", "-map", "none.yaml", "-o", "nodir/x"}, "replay: -o: expected a file in a folder that is there, found the folder nodir: no such file or directory"},
		{"a report in a file's folder", nil, with(changes, "-o", "changes.csv/x"), "replay: -o: expected a file in a folder that is there, found the folder changes.csv: it is a file"},
		{"a report that is a folder", nil, with(changes, "-o", "."), "replay: -o: expected a file, found the folder ."},
		{"a label that is not", nil, with(changes, "-by", "ownr"), `replay: -by: expected one of "owner", found "ownr"`},
		{"a label where there are none", nil, []string{"-history", "deals.csv", "-map", "deals.yaml", "-by", "x"}, `replay: -by: expected a label of the maps, found "x"; the maps have none`},
		{"the report over its input", nil, with(changes, "-o", "changes.csv"), "replay: -o: expected a file of its own, found the input changes.csv"},

		{"a history that is not there", nil, []string{"-history", "none.csv", "-map", "changes.yaml"}, "-history none.csv: expected a file that can be read: no such file or directory"},
		{"a history that is not there, without a map", nil, []string{"-history", "changes.csv", "-history", "none"}, "-history none: expected a file that can be read: no such file or directory"},
		{"a history that is no export, without a map", nil, []string{"-history", "changes.csv"}, "replay: expected a -map for each -history, found none; without one, a history is named .jsonl or .jsonl.gz"},
		{"a history that is a folder", nil, []string{"-history", ".", "-map", "changes.yaml"}, "-history .: expected a file that can be read: it is a directory"},
		{"a map that is not there", nil, []string{"-history", "changes.csv", "-map", "none.yaml"}, "-map none.yaml: expected a file that can be read: no such file or directory"},
		{"a funnel that is not there", nil, with(changes, "-funnel", "none.yaml"), "-funnel none.yaml: expected a file that can be read: no such file or directory"},

		{
			"maps with errors, all of them",
			map[string]string{"a.yaml": "lead: id\nstatus: s\nat: {column: t, format: YYYY}\n", "b.yaml": "laed: id\nmilestones: []\n"},
			[]string{"-history", "changes.csv", "-map", "a.yaml", "-history", "deals.csv", "-map", "b.yaml"},
			`a.yaml:3:25: at.format: expected unix, unix_ms, rfc3339 or a Go layout of the moment 2006-01-02 15:04:05, such as "02.01.2006 15:04", found "YYYY"
   3 | at: {column: t, format: YYYY}
                               ^
b.yaml:1:1: laed: unknown key "laed" (did you mean "lead"?)
   1 | laed: id
       ^`,
		},
		{
			"a funnel with an error",
			map[string]string{"f.yaml": "name: f\nstages:\n  - {name: a, statuses: [new]}\n  - {name: b, statuses: [new]}\n"},
			with(changes, "-funnel", "f.yaml"),
			`f.yaml:4:26: stages[1].statuses[0]: status "new" belongs to stages[0] already; a status is in one stage at most
   4 |   - {name: b, statuses: [new]}
                                ^`,
		},
		{
			"a stage none of whose statuses occurs",
			map[string]string{"f.yaml": "name: f\nstages:\n  - {name: a, statuses: [nwe]}\n  - {name: b, statuses: [mql]}\n"},
			with(changes, "-funnel", "f.yaml"),
			`replay: -funnel: expected in each stage a status that occurs in the history
f.yaml:3:26: stages[0].statuses[0]: unknown status "nwe" (did you mean "new"?)
   3 |   - {name: a, statuses: [nwe]}
                                ^`,
		},
		{
			"a stage none of whose statuses occurs, and one of which one does",
			map[string]string{"f.yaml": "name: f\nstages:\n  - {name: a, statuses: [archived, nwe]}\n  - {name: b, statuses: [mql, mqls]}\n"},
			with(changes, "-funnel", "f.yaml"),
			`replay: -funnel: expected in each stage a status that occurs in the history
f.yaml:3:26: stages[0].statuses[0]: unknown status "archived" (known: lost, mql, new)
   3 |   - {name: a, statuses: [archived, nwe]}
                                ^
f.yaml:3:36: stages[0].statuses[1]: unknown status "nwe" (did you mean "new"?)
   3 |   - {name: a, statuses: [archived, nwe]}
                                          ^`,
		},

		{"an empty file", bad(""), badChanges, "bad.csv: expected a header line, found an empty file"},
		{"nothing but a header", bad("contact,closed_at\n"), badDeals, "bad.csv: expected records that give rows, found no record behind the header"},
		{"milestones without any time", bad("contact,closed_at\n1,\n2,\n"), badDeals, "bad.csv: expected records that give rows, found 2, in none of which a milestone has a time"},
		{"a where that nothing meets", bad("id,created,origin\n1,2026-01-01,test\n"), []string{"-history", "bad.csv", "-map", "contacts.yaml"}, "bad.csv: expected records that give rows, found 1, none of which meets the map's where"},
		{"changes without any time", bad("lead,ts,no,stage,owner\na,,1,new,\n"), badChanges, "bad.csv: expected at least one row with a time, found none"},
		{
			"a missing column", bad("lead,ts,no,Stage,owner\na,2026-03-01 10:00,1,new,\n"), badChanges,
			`bad.csv:1: column stage: expected one column of this name, found only lead, ts, no, Stage, owner (did you mean "Stage"?)`,
		},
		{
			"a bad time", bad("lead,ts,no,stage,owner\na,2026-03-01 10:00,1,new,\na,1.3.2026,2,mql,\n"), badChanges,
			`bad.csv:3: column ts: expected a time in the layout "2006-01-02 15:04", found "1.3.2026"`,
		},
		{"a ragged row", bad("contact,closed_at\n1\n"), badDeals, "bad.csv:2: expected 2 fields as in the header, found 1"},
		{"bytes that are no UTF-8", bad("contact,closed_at\nM\xfcller,\n"), badDeals, `bad.csv:2: column contact: expected UTF-8, found "M\xfcller"`},
		{
			"a lead twice", bad("contact,closed_at\n1,2026-01-30T00:00:00Z\n1,2026-01-31T00:00:00Z\n"), badDeals,
			`bad.csv:3: column closed_at: expected 2026-01-30 as in bad.csv:2 for lead "1", found "2026-01-31T00:00:00Z"`,
		},
		{
			"a compressed file that was cut short", bad(whole[:len(whole)-4]), badDeals,
			"bad.csv:20002: expected more compressed data, found the end of the file: it was cut short",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inTestdata(t)
			for name, content := range tt.files {
				clitest.Write(t, name, content)
			}
			program.Refuse(t, tt.want, tt.args...)
		})
	}
}

func TestALeadWithAMillionRowsIsRefusedInLittleMemory(t *testing.T) {
	inTestdata(t)
	clitest.Write(t, "bad.csv.gz", gzipped(t, func(w io.Writer) error {
		b := bufio.NewWriter(w)
		fmt.Fprintln(b, "lead,ts,no,stage,owner")
		for range 1_000_000 {
			b.WriteString("a,2026-03-01 10:00,1,new,\n") // Flush tells an error
		}
		return b.Flush()
	}))
	const want = `bad.csv.gz:100002: column lead: expected at most 100000 rows of one lead (Limits.LeadRows), found more of "a": is this the column of the lead's id?`
	program.RefuseWithin(t, 64<<20, want, "-history", "bad.csv.gz", "-map", "changes.yaml")
}

func TestAHugeCompressedCellIsRefusedInLittleMemory(t *testing.T) {
	inTestdata(t)
	clitest.Write(t, "bad.csv.gz", gzipped(t, func(w io.Writer) error {
		if _, err := io.WriteString(w, "contact,closed_at\na,\""); err != nil {
			return err
		}
		zeros := make([]byte, 1<<20)
		for range 1 << 7 {
			if _, err := w.Write(zeros); err != nil {
				return err
			}
		}
		return nil
	}))
	const want = "bad.csv.gz:2: expected a record of at most 1048576 bytes, found a longer one (is a quote left open?)"
	program.RefuseWithin(t, 64<<20, want, "-history", "bad.csv.gz", "-map", "deals.yaml")
}
