package main

import (
	"os"
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

func TestBadInputIsNamedAndLeavesNothingBehind(t *testing.T) {
	const (
		hint   = "; score -h tells the flags"
		header = "id,industry,employees,country,position,mailbox,consent,competitor\n"
		good   = header + "L-1,machinery,100,AT,head,company,true,false\n"
	)
	leads := func(content string) map[string]string { return map[string]string{"demo-leads.csv": content} }
	activities := func(content string) map[string]string { return map[string]string{"demo-activities.csv": content} }
	rules := func(from, to string) map[string]string {
		text := clitest.Read(t, "rules.yaml")
		if strings.Count(text, from) != 1 {
			t.Fatalf("rules.yaml has %q %d times", from, strings.Count(text, from))
		}
		return map[string]string{"rules.yaml": strings.Replace(text, from, to, 1)}
	}

	tests := []struct {
		name  string
		files map[string]string
		args  []string // nil: demo
		want  string   // on stderr
	}{
		{"no flag", nil, []string{}, "score: expected -leads and -rules" + hint},
		{"no rules", nil, []string{"-leads", "demo-leads.csv"}, "score: expected -leads and -rules" + hint},
		{"a flag that is not", nil, []string{"-laeds", "x"}, "score: flag provided but not defined: -laeds" + hint},
		{"a flag without its value", nil, []string{"-leads"}, "score: flag needs an argument: -leads" + hint},
		{"something beside flags", nil, with(demo, "more"), `score: expected flags only, found "more"` + hint},
		{"a format that is not", nil, with(demo, "-format", "xml"), `score: -format: expected one of text, csv, json, found "xml"`},
		{"a language that is not", nil, with(demo, "-lang", "fr"), `score: -lang: expected one of en, de, found "fr"`},
		{"an empty id", nil, with(demo, "-id", ""), "score: -id: expected the name of a column, found none"},
		{"an explanation of nobody", nil, with(demo, "-explain", ""), "score: -explain: expected the id of a lead, found none"},
		{"an explanation as CSV", nil, with(demo, "-explain", "L-01", "-format", "csv"), "score: -explain: expected -format text or json, found csv"},
		{
			"an explanation of a lead that is not there", nil, with(demo, "-explain", "L-0l"),
			`demo-leads.csv: expected the lead "L-0l" of -explain, found none`,
		},
		{
			"an explanation of a lead that is nearly there", nil, with(demo, "-explain", "l01"),
			`demo-leads.csv: expected the lead "l01" of -explain, found none (did you mean "L-01"?)`,
		},
		{
			"a time that is not", nil, with(demo, "-asof", "2.3.2026"),
			`score: invalid value "2.3.2026" for flag -asof: expected a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z"` + hint,
		},
		{
			"a time that no calendar has", nil, with(demo, "-asof", "2026-02-30"),
			`score: invalid value "2026-02-30" for flag -asof: expected a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z"` + hint,
		},
		{"scores in a folder that is not there", nil, with(demo, "-o", "nodir/x"), "score: -o: expected a file in a folder that is there, found the folder nodir: no such file or directory"},
		{"scores in a file's folder", nil, with(demo, "-o", "rules.yaml/x"), "score: -o: expected a file in a folder that is there, found the folder rules.yaml: it is a file"},
		{"scores that are a folder", nil, with(demo, "-o", "."), "score: -o: expected a file, found the folder ."},
		{"scores in place of the leads", nil, with(demo, "-o", "./demo-leads.csv"), "score: -o: expected a file of its own, found the input demo-leads.csv"},
		{"leads that are not there", nil, with(demo, "-leads", "none.csv"), "-leads none.csv: expected a file that can be read: no such file or directory"},
		{"leads that are a folder", nil, with(demo, "-leads", "."), "-leads .: expected a file that can be read: it is a directory"},
		{"activities that are not there", nil, with(demo, "-activities", "none.csv"), "-activities none.csv: expected a file that can be read: no such file or directory"},
		{"rules that are not there", nil, with(demo, "-rules", "none.yaml"), "-rules none.yaml: expected a file that can be read: no such file or directory"},

		{
			"a rule with a field that is not declared", rules("{field: country,", "{field: land,"), nil,
			`rules.yaml:39:23: groups[0].rules[2].when.field: unknown field "land" (known: competitor, consent, country, employees, industry, mailbox, position)
  39 |         when: {field: land, in: [DE, AT, CH]}
                             ^`,
		},
		{
			"a rule written in Go", rules("when: {field: mailbox, eq: private}", "use: free_mail"), nil,
			`rules.yaml:45:14: groups[0].rules[4].use: custom rule "free_mail" is used but not given to Compile
  45 |         use: free_mail
                    ^`,
		},

		{"an empty file", leads(""), nil, "demo-leads.csv: expected a header line, found an empty file"},
		{"nothing but a header", leads(header), nil, "demo-leads.csv: expected leads, found no record behind the header"},
		{
			"no header", leads(strings.TrimPrefix(good, header)), with(demo, "-rules", "two.yaml"),
			`demo-leads.csv:1: column id: expected one column of the lead's id, which -id names, found only "L-1", "machinery", "100", "AT", "head", "company", "true", "false"
demo-leads.csv:1: column industry: expected one column for this field of two.yaml, found none`,
		},
		{
			"an id in another column", nil, with(demo, "-id", "ID"),
			`demo-leads.csv:1: column ID: expected one column of the lead's id, which -id names, found only "id", "company", "industry", "employees", "country", "position", "mailbox", "consent", "competitor" (did you mean "id"?)`,
		},
		{
			"a field that no column has", leads("id,Industry ,x\nL-1,machinery,1\n"), with(demo, "-rules", "two.yaml"),
			`demo-leads.csv:1: column industry: expected one column for this field of two.yaml, found only "id", "Industry ", "x" (did you mean "Industry "?)`,
		},
		{
			"a column twice", leads("id,industry,industry\nL-1,machinery,retail\n"), with(demo, "-rules", "two.yaml"),
			"demo-leads.csv:1: column industry: expected one column for this field of two.yaml, found two",
		},
		{
			"a lead twice", leads(good + "\nL-2,,,,,,,\nL-1,,,,,,,\n"), nil,
			`demo-leads.csv:5: column id: expected each lead once, found "L-1", as in line 2`,
		},
		{"a lead without an id", leads(good + ",,,,,,,\n"), nil, `demo-leads.csv:3: column id: expected a lead id of 1 to 255 bytes without control characters, found ""`},
		{
			"an id that would write to the terminal", leads(good + "\x1b[2J,,,,,,,\n"), nil,
			`demo-leads.csv:3: column id: expected a lead id of 1 to 255 bytes without control characters, found "\x1b[2J"`,
		},
		{"a ragged row", leads(good + "L-2,retail\n"), nil, "demo-leads.csv:3: expected 8 fields as in the header, found 2"},
		{"a quote in the middle", leads(good + "L-2,a \"b\" c,,,,,,\n"), nil, "demo-leads.csv:3: expected a field with a quote in it to be quoted and the quote doubled, found a bare quote at byte 7 of the line"},
		{
			"a quote that is not closed", leads(good + "L-2,\"retail,,,,,,\n"), nil,
			"demo-leads.csv:3: expected quoted fields to be closed and quotes in them doubled, found a stray or missing quote at byte 19 of line 3",
		},
		{"bytes that are no UTF-8", leads(good + "L-2,M\xfcller,,,,,,\n"), nil, `demo-leads.csv:3: column industry: expected UTF-8, found "M\xfcller"`},
		{"UTF-16", leads("\xff\xfei\x00d\x00"), nil, "demo-leads.csv: expected CSV in UTF-8, plain or compressed with gzip, found UTF-16"},
		{"a spreadsheet", leads("PK\x03\x04...."), nil, "demo-leads.csv: expected CSV in UTF-8, plain or compressed with gzip, found a zip archive (a spreadsheet?)"},
		{"a compressed file", leads("\x1f\x8b\x08\x00"), nil, "demo-leads.csv:1: expected more compressed data, found the end of the file: it was cut short"},

		{"activities without a header", activities(""), nil, "demo-activities.csv: expected a header line, found an empty file"},
		{
			"activities without their columns", activities("Lead,type,time,campaign\n"), nil,
			`demo-activities.csv:1: column lead: expected one column of this name, found only "Lead", "type", "time", "campaign" (did you mean "Lead"?)
demo-activities.csv:1: column at: expected one column of this name, found none`,
		},
		{
			"an activity's field that no column has", activities("lead,type,at,asset\n"), nil,
			`demo-activities.csv:1: column campaign: expected one column for this field of email_click in rules.yaml, found only "lead", "type", "at", "asset"`,
		},
		{
			"an activity at no time", activities("lead,type,at,campaign\nL-01,webinar,2026-03-01,\nL-01,webinar,yesterday,\n"), nil,
			`demo-activities.csv:3: column at: expected a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z", found "yesterday"`,
		},
		{
			"an activity of no type", activities("lead,type,at,campaign\nL-01,,2026-03-01,\n"), nil,
			`demo-activities.csv:2: column type: expected a type of activity, found ""`,
		},
		{
			"an activity of nobody", activities("lead,type,at,campaign\n,webinar,2026-03-01,\n"), nil,
			`demo-activities.csv:2: column lead: expected a lead id of 1 to 255 bytes without control characters, found ""`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inDemo(t)
			clitest.Write(t, "two.yaml", "name: two\nrevision: 1\nfields: {industry: string}\n"+
				"groups: [{name: fit, rules: [{name: industry, when: {field: industry, eq: machinery}, points: 1}]}]\nqualify: {score: 1}\n")
			for name, content := range tt.files {
				clitest.Write(t, name, content)
			}
			args := tt.args
			if args == nil {
				args = demo
			}
			program.Refuse(t, tt.want, args...)
		})
	}
}

func TestAHugeCellIsRefusedInLittleMemory(t *testing.T) {
	inDemo(t)
	head, _ := rows(clitest.Read(t, "demo-leads.csv"))
	clitest.Write(t, "demo-leads.csv", head+"\nL-1,\"")
	if err := os.Truncate("demo-leads.csv", 1<<30); err != nil { // a hole, which takes no room on most disks
		t.Skipf("no file with a hole here: %v", err)
	}
	program.RefuseWithin(t, 32<<20, "demo-leads.csv:2: expected a record of at most 1048576 bytes, found a longer one (is a quote left open?)", demo...)
}
