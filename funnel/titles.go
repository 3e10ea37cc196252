package funnel

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/leadline-go/leadline/internal/terminal"
	"github.com/leadline-go/leadline/lead"
)

// Titles are what people read for the codes of stages and statuses. The text, the
// Markdown, the page and the pictures of a report, and the sentences in it, name a
// stage or a status by its English title, and by its code if it has none; JSON and CSV
// keep the codes. Where a title does not tell apart, the code stands before it,
// so that it is seen also where the title is cut:
//
//   - two stages, or two statuses, with one title: "mql (Qualified)";
//   - a status with the title of a stage that it does not make up alone:
//     "mql (Qualified)", or "Qualified (status)" if that is its code and it has no title;
//   - a title that looks like what a report says itself, such as "(other)".
//
// What goes by its code is not in the maps.
type Titles struct {
	Stages   map[string]string      `json:"stages,omitempty"`   // by the name in the Spec
	Statuses map[lead.Status]string `json:"statuses,omitempty"` // also of statuses that did not occur
}

// titled is a stage or a status with its title.
type titled struct {
	code, title string
	stage       string // of a status: the stage that it makes up alone
}

// word is the title, or else the code.
func (t *titled) word() string {
	if strings.TrimSpace(t.title) == "" {
		return t.code
	}
	return t.title
}

func (t *titled) hasTitle() bool { return t.word() != t.code }

// seen is what is seen of the title where there is most room.
func (t *titled) seen() string { return terminal.Plain(t.word(), nameLimit) }

func (t *titled) withCode() string { return t.code + " (" + t.word() + ")" }

// newTitles tells stages and statuses apart. No code may come twice in a list.
func newTitles(stages, statuses []titled) Titles {
	several := func(list []titled) map[string]bool {
		n, own := map[string]int{}, map[string]bool{}
		for i := range list {
			n[list[i].seen()]++
		}
		for _, word := range []string{string(Start), string(End), otherValue, noneValue} {
			n[word]++
		}
		for word, n := range n {
			own[word] = n > 1
		}
		return own
	}
	twice := several(stages)
	of := pick(stages, func(t *titled) string {
		if t.hasTitle() && twice[t.seen()] {
			return t.withCode()
		}
		return t.word()
	})
	staged := map[string][]*titled{}
	for i := range stages {
		staged[stages[i].seen()] = append(staged[stages[i].seen()], &stages[i])
	}
	twice = several(statuses)
	statusOf := pick(statuses, func(t *titled) string {
		taken := slices.ContainsFunc(staged[t.seen()], func(s *titled) bool {
			return s.code != t.stage && (s.hasTitle() || t.hasTitle())
		})
		switch {
		case t.hasTitle() && (taken || twice[t.seen()]):
			return t.withCode()
		case taken:
			return t.code + " (status)"
		}
		return t.word()
	})
	titles := Titles{Stages: of}
	for code, word := range statusOf {
		if titles.Statuses == nil {
			titles.Statuses = map[lead.Status]string{}
		}
		titles.Statuses[lead.Status(code)] = word
	}
	return titles
}

// pick maps the codes to what word says, where that is not the code, and no two to one.
func pick(list []titled, word func(*titled) string) map[string]string {
	var names map[string]string
	taken := map[string]bool{}
	for i := range list {
		t := &list[i]
		name := word(t)
		for taken[name] { // a title can look like another one with its code
			name = t.code + " (" + name + ")"
		}
		taken[name] = true
		if name == t.code {
			continue
		}
		if names == nil {
			names = map[string]string{}
		}
		names[t.code] = name
	}
	return names
}

// title is that of a status: its own, or that of the stage that it makes up alone.
func (f *Funnel) title(s lead.Status) lead.Text {
	if own := f.spec.Titles[s]; own != (lead.Text{}) {
		return own
	}
	if k, ok := f.stage[s]; ok && f.stages[k].alone() {
		return f.stages[k].Title
	}
	return lead.Text{}
}

// alone reports whether the stage is one status and nothing else.
func (s *StageSpec) alone() bool { return len(s.Statuses) == 1 && len(s.Events) == 0 }

// titles are those of the Spec's stages and statuses, told apart also from the statuses
// that occurred.
func (f *Funnel) titles(occurred []string) Titles {
	stages, statuses := []titled{}, map[lead.Status]titled{}
	add := func(s lead.Status) {
		statuses[s] = titled{code: string(s), title: f.title(s).En}
	}
	for _, list := range [][]lead.Status{f.spec.Known, f.spec.Void, f.spec.Terminal, slices.Collect(maps.Keys(f.spec.Titles))} {
		for _, s := range list {
			add(s)
		}
	}
	for _, s := range occurred {
		add(lead.Status(s))
	}
	for i := range f.stages {
		st := &f.stages[i]
		stages = append(stages, titled{code: st.Name, title: st.Title.En})
		for _, s := range st.Statuses {
			add(s)
			if st.alone() {
				one := statuses[s]
				one.stage = st.Name
				statuses[s] = one
			}
		}
	}
	return newTitles(stages, inOrder(statuses))
}

// ownTitles are those that the report's stages and statuses have: for one that was not
// made by [Funnel.Report], and has no Titles.
func (r *Report) ownTitles() Titles {
	in, stages, statuses := map[string]int{}, map[string]titled{}, map[lead.Status]titled{}
	for i := range r.Stages {
		stages[r.Stages[i].Name] = titled{code: r.Stages[i].Name, title: r.Stages[i].Title.En}
	}
	for i := range r.Statuses {
		in[r.Statuses[i].Stage]++
	}
	for i := range r.Statuses {
		s := &r.Statuses[i]
		one := titled{code: string(s.Status), title: s.Title.En}
		if in[s.Stage] == 1 {
			one.stage = s.Stage
			one.title = cmp.Or(one.title, stages[s.Stage].title)
		}
		statuses[s.Status] = one
	}
	return newTitles(inOrder(stages), inOrder(statuses))
}

func inOrder[K ~string](all map[K]titled) []titled {
	var list []titled
	for _, code := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[code])
	}
	return list
}

func (t *Titles) stage(code string) string { return cmp.Or(t.Stages[code], code) }

func (t *Titles) status(code lead.Status) lead.Status {
	return lead.Status(cmp.Or(t.Statuses[code], string(code)))
}

// beside is what people read for a status among words of the report's own, such as
// [Start]. A status with such a code is in quotes there.
func (t *Titles) beside(code lead.Status, own ...lead.Status) lead.Status {
	for _, word := range own {
		if code == word {
			return code
		}
		if name, ok := t.Statuses[word]; ok && code == lead.Status(strconv.Quote(string(word))) {
			return lead.Status(name)
		}
	}
	return t.status(code)
}

// stageCode and statusCode are the codes of what people read.
func (t *Titles) stageCode(name string) string { return codeOf(t.Stages, name) }

func (t *Titles) statusCode(name lead.Status) string {
	return string(codeOf(t.Statuses, string(name)))
}

func codeOf[K ~string](names map[K]string, name string) K {
	for code, n := range names {
		if n == name {
			return code
		}
	}
	return K(name)
}
