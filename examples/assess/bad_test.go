package main

import (
	"strings"
	"testing"

	"github.com/leadline-go/leadline/examples/internal/clitest"
)

const badHint = "; assess -h tells the flags"

func TestBadFlagsAreNamedAndLeaveNothingBehind(t *testing.T) {
	answers := []string{"-answers", "demo-answers.csv"}
	history := with(answers, "-history", "history.jsonl", "-lifecycle", "standard")
	const assume = "assess: -assume: expected a statement or an indicator, = and its value, such as rel.rules.2=4 or ev.rel.decision_share=190/200, found "
	for _, tt := range []struct {
		name string
		args []string
		want string // on stderr
	}{
		{"no flag", nil, "assess: expected -answers or -questionnaire, found neither" + badHint},
		{"a flag that is not", []string{"-anwers", "x"}, "assess: flag provided but not defined: -anwers" + badHint},
		{"a flag without its value", []string{"-answers"}, "assess: flag needs an argument: -answers" + badHint},
		{"a flag with nothing", []string{"-answers", ""}, `assess: invalid value "" for flag -answers: expected something` + badHint},
		{"something beside flags", with(answers, "more"), `assess: expected flags only, found "more"` + badHint},
		{"answers and a questionnaire", with(answers, "-questionnaire", "csv"), "assess: expected -answers or -questionnaire, found both"},
		{"a questionnaire that is not", []string{"-questionnaire", "pdf"}, `assess: -questionnaire: expected one of csv, html, found "pdf"`},
		{"a department that is not", []string{"-questionnaire", "csv", "-department", "Sales "}, `assess: -department: expected one of marketing, sales, lead_management, found "Sales " (did you mean "sales"?)`},
		{"a questionnaire with what only a report has", []string{"-questionnaire", "csv", "-format", "html", "-measures", "nonexist", "-keep", "k.json", "-target", "2,2"}, "assess: -format, -keep, -measures, -target: expected only -department, -lang, -model and -o with -questionnaire"},
		{"a questionnaire with what is the default", []string{"-questionnaire", "html", "-evidence", "caps"}, "assess: -evidence: expected only -department, -lang, -model and -o with -questionnaire"},
		{"a department of a report", with(answers, "-department", "sales"), "assess: -department: expected -questionnaire with it, found none"},
		{"a format that is not", with(answers, "-format", "xml"), `assess: -format: expected one of text, markdown, md, json, html, svg, found "xml"`},
		{"a language that is not", with(answers, "-lang", "fr"), `assess: -lang: expected one of en, de, found "fr"`},
		{"a use of evidence that is not", with(answers, "-evidence", "trust"), `assess: -evidence: expected one of caps, ignore, found "trust"`},
		{"a target outside of the matrix", with(answers, "-target", "5,1"), `assess: -target: expected two stages from 1 to 4, such as 3,3, found "5,1"`},
		{"half a target", with(answers, "-target", "3"), `assess: -target: expected two stages from 1 to 4, such as 3,3, found "3"`},
		{"an assumption that is none", with(answers, "-assume", "nonsense"), assume + `"nonsense"`},
		{"an assumption in words", with(answers, "-assume", "rel.rules.2=four"), assume + `"rel.rules.2=four"`},
		{"an assumption out of nothing", with(answers, "-assume", "ev.rel.decision_share=1/"), assume + `"ev.rel.decision_share=1/"`},
		{"an assumption about nothing", with(answers, "-assume", "rel.rulse.2=4"), `assess: -assume: expected a statement or an indicator of the model, found "rel.rulse.2" (did you mean "rel.rules.2"?)`},
		{"an answer 6", with(answers, "-assume", "rel.rules.2=6"), "assess: -assume: expected an answer from 1 to 5 for the statement rel.rules.2, found 6"},
		{"a share as an answer", with(answers, "-assume", "rel.rules.2=4/5"), "assess: -assume: expected an answer from 1 to 5 for the statement rel.rules.2, found 4/5"},
		{"a share without its cases", with(answers, "-assume", "ev.rel.decision_share=4"), "assess: -assume: expected a share such as 190/200 for the indicator ev.rel.decision_share, found 4"},
		{"more than all", with(answers, "-assume", "ev.rel.decision_share=9/8"), "assess: -assume: expected a share such as 190/200 for the indicator ev.rel.decision_share, found 9/8"},
		{"days as a share", with(answers, "-assume", "ev.lm.review_age=1/2"), "assess: -assume: expected a number of 0 or more for the indicator ev.lm.review_age, found 1/2"},
		{"an assumption twice", with(answers, "-assume", "rel.rules.2=4", "-assume", "rel.rules.2=5"), `assess: -assume: expected each once, found "rel.rules.2" twice`},
		{"a time that is not", with(answers, "-at", "1.9.2026"), `assess: invalid value "1.9.2026" for flag -at: expected a date such as "2026-03-31" or a time such as "2026-03-31T16:59:42Z"` + badHint},

		{"a history without a map", with(answers, "-history", "changes.csv", "-lifecycle", "standard"), "assess: expected a -map for each -history, found none; without one, a history is named .jsonl or .jsonl.gz"},
		{"more maps than histories", with(history, "-map", "changes.yaml", "-map", "changes.yaml"), "assess: expected a -map for each -history, found 2 and 1"},
		{"a period without a history", with(answers, "-from", "2026-01-01"), "assess: -from, -to, -asof: expected a -history with them, found none"},
		{"a period that ends before it starts", with(history, "-from", "2026-03-01", "-to", "2026-02-01"), "assess: -to: expected a time after -from, found 2026-02-01T00:00:00Z"},
		{"a period after the history", with(history, "-from", "2027-01-01"), "assess: -from: expected a time before 2026-03-03T00:00:00Z, to which the history is read, found 2027-01-01T00:00:00Z"},
		{"a history that is read up to before it begins", with(history, "-asof", "2026-03-01"), "assess: -asof: expected a time from 2026-03-02T09:00:00Z on, at which the history begins, found 2026-03-01T00:00:00Z"},

		{"a report in a folder that is not there", with(answers, "-o", "nodir/x"), "assess: -o: expected a file in a folder that is there, found the folder nodir: no such file or directory"},
		{"a report that is a folder", with(answers, "-o", "."), "assess: -o: expected a file, found the folder ."},
		{"a report in place of its input", with(demo, "-o", "demo-measures.json"), "assess: -o: expected a file of its own, found the input demo-measures.json"},
		{"an assessment in a folder that is not there", with(demo, "-keep", "nodir/x"), "assess: -keep: expected a file in a folder that is there, found the folder nodir: no such file or directory"},
		{"an assessment in place of one of before", with(demo, "-earlier", "demo-earlier.json", "-keep", "./demo-earlier.json"), "assess: -keep: expected a file of its own, found the input demo-earlier.json"},
		{"an assessment in place of the report", with(demo, "-o", "x.json", "-keep", "./x.json"), "assess: -keep: expected another file than that of -o, found ./x.json"},
		{"an assessment of before that is later", with(demo, "-earlier", "demo-earlier.json", "-at", "2026-02-01"), "demo-earlier.json: expected an assessment of before 2026-02-01T00:00:00Z, the time of this one, found one of 2026-03-01T00:00:00Z"},
		{"an assessment of before twice", with(demo, "-earlier", "demo-earlier.json", "-earlier", "demo-earlier.json"), "demo-earlier.json: expected another time than that of demo-earlier.json, found 2026-03-01T00:00:00Z"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inDemo(t)
			program.Refuse(t, tt.want, tt.args...)
		})
	}
}

func TestBadFilesAreNamedAndLeaveNothingBehind(t *testing.T) {
	const head = "respondent,department,statement,value,reason\n"
	whole := gzipped(t, clitest.Read(t, "testdata/history.jsonl"))
	changes := gzipped(t, clitest.Read(t, "testdata/changes.csv"))
	small := clitest.Read(t, "testdata/small.yaml")
	for _, tt := range []struct {
		name, file, content, flag string
		more                      []string
		want                      string // on stderr
	}{
		{
			"a statement that is not", "bad.csv", head + "p1,sales,rel.rulse.2,4,\n", "-answers", nil,
			"bad.csv:2:10: respondents[0].answers[\"rel.rulse.2\"]: unknown statement \"rel.rulse.2\" (did you mean \"rel.rules.2\"?)\n" +
				"   2 | p1,sales,rel.rulse.2,4,\n                ^",
		},
		{
			"an answer 6", "bad.csv", head + "p1,sales,rel.rules.2,6,\n", "-answers", nil,
			"bad.csv:2:22: value: expected 1 to 5, dont_know or not_applicable, found \"6\"\n   2 | p1,sales,rel.rules.2,6,\n                            ^",
		},
		{
			"not applicable without a reason", "bad.csv", head + "p1,sales,rel.exchange.4,not_applicable,\n", "-answers", nil,
			"bad.csv:2:25: respondents[0].answers[\"rel.exchange.4\"]: not_applicable needs a reason, as in {value: not_applicable, reason: ...}\n" +
				"   2 | p1,sales,rel.exchange.4,not_applicable,\n                               ^",
		},
		{
			"an answer 6 in YAML", "bad.yaml", "respondents:\n  - department: sales\n    answers: {rel.rules.2: 6}\n", "-answers", nil,
			"bad.yaml:3:28: respondents[0].answers[\"rel.rules.2\"]: expected 1 to 5, dont_know or not_applicable, found \"6\"\n" +
				"   3 |     answers: {rel.rules.2: 6}\n                                  ^",
		},
		{"an empty table", "bad.csv", "", "-answers", nil, "bad.csv: the table is empty: expected a header, respondent,department,statement,value,reason"},
		{"an empty file", "bad.yaml", "", "-answers", nil, "bad.yaml: the document is empty"},
		{"an empty file without a name that tells", "bad", "", "-answers", nil, "bad: the document is empty"},
		{"a table without answers", "bad.csv", head, "-answers", nil, "bad.csv: expected the answers of at least one person, found none"},
		{"no CSV", "bad.csv", "PK\x03\x04....", "-answers", nil, "bad.csv: this is a workbook or an archive: save the table as CSV in UTF-8"},
		{"measures in place of answers", "bad.json", "[]\n", "-answers", nil, "bad.json:1:1: expected a mapping, found a list\n   1 | []\n       ^"},

		{
			"an indicator that is not", "bad.json", `[{"id": "ev.lm.reviewage", "num": 1, "den": 1}]`, "-measures", nil,
			"bad.json:1:9: measures[0].id: unknown indicator \"ev.lm.reviewage\" (did you mean \"ev.lm.review_age\"?)\n" +
				"   1 | [{\"id\": \"ev.lm.reviewage\", \"num\": 1, \"den\": 1}]\n               ^",
		},
		{
			"a share of more than all", "bad.json", `[{"id": "ev.rel.bounce_share", "num": 9, "den": 8}]`, "-measures", nil,
			"bad.json:1:39: measures[0].num: expected at most the 8 of den, for \"ev.rel.bounce_share\" is a share; found 9\n" +
				"   1 | [{\"id\": \"ev.rel.bounce_share\", \"num\": 9, \"den\": 8}]\n                                             ^",
		},
		{
			"a model with an error", "bad.yaml", strings.Replace(small, "floor: 3.0", "floor: 6.0", 1), "-model", nil,
			"bad.yaml:4:31: rules.floor: expected a number from 1 to holds_at, found 6\n   4 | rules: {holds_at: 3.5, floor: 6.0, gap: 1.0}\n                                     ^",
		},
		{
			"a model with an unknown key", "bad.yaml", "naem: x\n", "-model", nil,
			"bad.yaml:1:1: naem: unknown key \"naem\" (did you mean \"name\"?)\n   1 | naem: x\n       ^",
		},
		{
			"an assessment that is none", "bad.json", "[]\n", "-earlier", nil,
			"bad.json:1:1: expected a mapping, found a list\n   1 | []\n       ^",
		},
		{
			"a lifecycle with an unknown key", "bad.yaml", "naem: x\n", "-lifecycle", nil,
			"bad.yaml:1:1: naem: unknown key \"naem\" (did you mean \"name\"?)\n   1 | naem: x\n       ^",
		},
		{"a history that was cut", "bad.jsonl.gz", whole[:len(whole)-4], "-history", []string{"-lifecycle", "standard"}, "bad.jsonl.gz:8: expected more compressed data, found the end of the file: it was cut short"},
		{"a history that was cut at its head", "bad.jsonl.gz", whole[:5], "-history", []string{"-lifecycle", "standard"}, "bad.jsonl.gz: expected more compressed data, found the end of the file: it was cut short"},
		{"an export that was cut", "bad.csv.gz", changes[:len(changes)-4], "-history", []string{"-map", "changes.yaml", "-lifecycle", "standard"}, "bad.csv.gz:11: expected more compressed data, found the end of the file: it was cut short"},
		{"a history without rows", "bad.jsonl", "", "-history", []string{"-lifecycle", "standard"}, "bad.jsonl: expected rows, one in a line, found none"},
		{"an export without rows", "bad.csv", "lead,ts,no,stage,owner\n", "-history", []string{"-map", "changes.yaml", "-lifecycle", "standard"}, "bad.csv: expected records that give rows, found no record behind the header"},
		{
			"a map with an unknown key", "bad.yaml", "laed: x\n", "-map",
			[]string{"-history", "changes.csv", "-lifecycle", "standard"},
			"bad.yaml:1:1: laed: unknown key \"laed\" (did you mean \"lead\"?)\n   1 | laed: x\n       ^",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inDemo(t)
			clitest.Write(t, tt.file, tt.content)
			program.Refuse(t, tt.want, with(demo, with(tt.more, tt.flag, tt.file)...)...)
		})
	}
}

func TestFilesThatCannotBeReadAreNamed(t *testing.T) {
	inDemo(t)
	for _, flag := range []string{"-answers", "-measures", "-hbr", "-model", "-earlier", "-lifecycle", "-map", "-history"} {
		args := demo
		switch flag {
		case "-map":
			args = with(args, "-history", "changes.csv", "-lifecycle", "standard")
		case "-history":
			args = with(args, "-map", "changes.yaml", "-lifecycle", "standard")
		}
		what := "a file that can be read"
		if flag == "-lifecycle" {
			what = `"standard" or ` + what
		}
		program.Refuse(t, flag+" none: expected "+what+": no such file or directory", with(args, flag, "none")...)
		program.Refuse(t, flag+" .: expected "+what+": it is a directory", with(args, flag, ".")...)
	}
}

func TestAMisspeltStandardLifecycleIsRecognized(t *testing.T) {
	inDemo(t)
	program.Refuse(t, `-lifecycle standrad: expected "standard" or a file that can be read: no such file or directory (did you mean "standard"?)`,
		with(demo, "-lifecycle", "standrad")...)
}

func TestAnAssessmentOfBeforeThatDoesNotFitIsNamed(t *testing.T) {
	inDemo(t)
	clitest.Write(t, "kept.json", `{"at": "2026-03-01T00:00:00Z", "model": "x@1+00000000", "relationship": {"low": 1, "high": 1},
 "lead_management": {"low": 1, "high": 5}, "evidence": "caps", "measures": [], "respondents": []}`)
	program.Refuse(t, "kept.json:2:21: lead_management: expected low and high from 1 to 4, found 1 and 5\n"+
		"   2 |  \"lead_management\": {\"low\": 1, \"high\": 5}, \"evidence\": \"caps\", \"measures\": [], \"respondents\": []}\n                           ^",
		with(demo, "-earlier", "kept.json")...)
	program.Succeed(t, with(demo, "-at", "2026-03-01", "-keep", "kept.json")...)
	kept := clitest.Read(t, "kept.json")
	clitest.Write(t, "kept.json", strings.ReplaceAll(kept, `"department":"sales"`, `"department":"slaes"`))
	code, _, stderr := program.Call(t, with(demo, "-earlier", "kept.json")...)
	if want := `].department: unknown department "slaes" (did you mean "sales"?)`; code != 2 || !strings.HasPrefix(stderr, "kept.json: respondents[") || !strings.Contains(stderr, want) {
		t.Errorf("got exit code %d and %s", code, stderr)
	}
}
