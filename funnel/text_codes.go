package funnel

import "github.com/leadline-go/leadline/internal/terminal"

// stageCodes are the codes of the stages that go by a title.
func (r *Report) stageCodes() []string {
	var list []string
	for _, s := range r.Stages {
		if code := r.Titles.stageCode(s.Name); code != s.Name {
			list = append(list, codeNote(s.Name, code))
		}
	}
	return list
}

// statusCodes are the codes of the statuses that go by a title and are shown. Those that
// a stage has too stand there.
func (r *Report) statusCodes(l *layout) (list []string, under bool) {
	others := 0
	for i := range r.Statuses {
		s := &r.Statuses[i]
		if s.Stage == "" {
			if others++; others > l.statuses {
				continue
			}
		}
		switch code := r.Titles.statusCode(s.Status); {
		case code == string(s.Status):
		case s.Stage == string(s.Status) && r.Titles.stageCode(s.Stage) == code && len(r.Stages) > 0:
			under = true
		default:
			list = append(list, codeNote(string(s.Status), code))
		}
	}
	return list, under
}

func codeNote(name, code string) string {
	return named(name) + " = " + inSentence(terminal.Plain(code, nameLimit))
}
