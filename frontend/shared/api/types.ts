import type { components, paths } from "./generated";

/** The wire's shapes under the names that the page uses. */
type Schemas = components["schemas"];

export type Answer = Schemas["Answer"];
export type Attempt = Schemas["Attempt"];
export type AnswerPart = Schemas["AnswerPart"];
export type CompetencyResult = Schemas["CompetencyResult"];
export type Delivery = Schemas["Delivery"];
export type DimensionScore = Schemas["DimensionScore"];
export type DimensionName = DimensionScore["name"];
export type Evaluation = Schemas["Evaluation"];
export type Evidence = Schemas["Evidence"];
export type FinishedInterview = Schemas["FinishedInterview"];
export type FieldError = Schemas["FieldError"];
export type InterviewOptions = Schemas["Options"];
export type LivekitHealth = Schemas["LivekitHealth"];
export type Metric = Schemas["Metric"];
export type NextTurn = Schemas["NextTurn"];
export type PractiseNext = Schemas["PractiseNext"];
/** A problem as it is branched on; what it carries besides (`answer`) is in `ApiProblem.body`. */
export type Problem = Pick<Schemas["Problem"], "type" | "title" | "status" | "detail"> & {
  instance?: string;
  errors?: FieldError[] | null;
};
export type Question = Schemas["Question"];
export type QuestionWithAnswer = Schemas["QuestionWithAnswer"];
export type Recognition = Schemas["Recognition"];
export type Report = Schemas["Report"];
export type ReportQuestion = Schemas["ReportQuestion"];
export type RubricDimension = Schemas["RubricDimension"];
export type RoomToken = Schemas["RoomToken"];
export type SessionEvent = Schemas["Event"];
export type SessionSummary = Schemas["SessionSummary"];
export type SessionView = Schemas["SessionView"];
export type Setup = paths["/interview/start"]["post"]["requestBody"]["content"]["application/json"];
export type Started = Schemas["Started"];
export type Transcription = Schemas["TranscriptionOut"];
