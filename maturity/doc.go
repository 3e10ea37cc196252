// Package maturity says where an organisation stands with its lead management, what
// is missing to where it wants to be, and what to do next.
//
// # The model
//
// Two sides are assessed, each in four stages: the relationship of marketing and
// sales (undefined, defined, aligned, integrated) and lead management itself (none,
// defined terms, defined process, dedicated department). Together they make a matrix
// of sixteen cells. On its diagonal, the ideal line, both are equally far along. Above it
// lead management is defined in theory and not lived, for the relationship lags
// behind; below it the effort of both sides is wasted, for definitions are missing.
// This is the Lead Management Maturity Model of Stephan Wenger; the stages of the
// relationship go back to Kotler, Rackham and Krishnaswamy (Ending the War Between
// Sales and Marketing, HBR, July 2006).
//
// # From answers to next steps
//
// A [Spec] is plain data: the statements that people rate from 1 to 5, which of them
// a stage needs, what each cell means, and what to do. [Default] is a complete one
// in English and German; [ReadSpec] reads another. [Compile] checks all of it and
// makes a [Model]. [Model.Evaluate] takes [Answers] and returns a [Report], which is
// plain data too and is written as text for a terminal, JSON, Markdown, a page of HTML,
// and as pictures of the matrix and of its areas.
//
//	model, err := maturity.Compile(maturity.Default())
//	answers, err := maturity.ReadAnswers(file, "answers.yaml")
//	report, err := model.Evaluate(maturity.Input{Answers: answers})
//	err = report.WriteMarkdown(os.Stdout, maturity.En)
//
// The application asks the questions: [Model.Spec] has their wording and that of
// the answers.
//
// Answers come as YAML or as CSV ([ReadAnswersCSV], for which
// [Model.WriteQuestionnaireCSV] writes an empty sheet); package evidence measures. The
// instrument of Kotler, Rackham and Krishnaswamy is added up by [HBR], for those who
// have its wording.
//
// # What holds
//
// The weakest side counts: a statement needs all departments, a stage all of its
// statements and those of the stages below. Missing answers are never guessed: they
// give an interval, and the report names the questions that would decide it. All
// arithmetic with answers is exact. Raising a rating lowers no stage, nor does a better
// measure. Equal answers and measures in any order give equal bytes.
//
// # What people say and what can be measured
//
// People tend to think better of their organisation than its daily business does. An
// [IndicatorSpec] says what to measure there; a [Measure] is what was found, read by
// [ReadMeasures] or made by the application. Measures cap a claim and never raise it: a
// stage is not reached if a measure refutes what it needs, of a share only with the
// whole of its 95 % interval. What was asked and what was measured stand side by side
// in the report, and where they disagree, a [Finding] says so.
//
// # What would be, and what was
//
// [AxisReport.Next] is the least that is missing to a higher stage. With
// [Input.Assume] the report says what would be if chosen statements were answered
// otherwise or measures were others, and [Report.Effect] what that changes.
//
// [Model.Record] keeps an [Assessment]. Given as [Input.Earlier], it stands beside the
// new one: directly if the model is the same, evaluated anew if the model has changed
// meanwhile. [Report.Since] is what is different, and a measure that falls behind the
// threshold by which it carried a stage is an early warning.
//
// # What a report tells of single people
//
// Where one or two people speak for a department, the statement is shown without
// figures, those of the other departments included. Whether it holds, which side
// rates it higher where it does not, which questions are open, and that a department
// sets too much aside narrow down what they said, and can leave a single answer: of
// somebody who answers alone, a report is not anonymous. Nor is it for somebody who,
// between two assessments whose figures are both known, joins or leaves a department,
// begins or stops rating a statement, or changes a rating, while all others answer as
// before.
//
// # What it is not
//
// The thresholds of the default model are set by judgement; no study has validated
// them, and they are no benchmarks. A report says what people think of their own
// organisation, less what the measures given to it refute. It computes none of them,
// and it does not compare companies.
//
// # Concurrency and errors
//
// A Model is immutable and safe for concurrent use; everything else is plain data.
// A bad model, bad answers and bad measures are a [*SpecError] (Is [ErrInvalidSpec])
// with every problem at once, each with its place in the file. The package does no I/O but
// reading from and writing to what it is given.
package maturity
