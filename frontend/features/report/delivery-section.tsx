import type { Delivery, Metric, ReportQuestion } from "@/shared/api/types";
import { Badge, type Tone } from "@/shared/ui/badge";
import { Card, SectionHeading } from "@/shared/ui/card";
import { scoreInWords } from "./evaluation-words";

const bands: Record<Metric["band"], { label: string; tone: Tone }> = {
  fine: { label: "Fine", tone: "accent" },
  say_something: { label: "Worth a thought", tone: "info" },
  strongly: { label: "Worth practising", tone: "attention" },
  not_measured: { label: "Not measured", tone: "neutral" },
  no_bands: { label: "As measured", tone: "neutral" },
};

const metrics: { name: keyof Delivery; label: string }[] = [
  { name: "pace", label: "Pace" },
  { name: "fillers", label: "Fillers" },
  { name: "long_pauses", label: "Long pauses" },
  { name: "length", label: "Length" },
  { name: "pitch_variation", label: "Pitch variation" },
  { name: "loudness", label: "Loudness" },
];

/** What the pictures span, in the unit of the figure; the comfortable part as in backend/app/delivery/delivery.toml. */
const scales: Partial<Record<keyof Delivery, { to: number; fine: [number, number] }>> = {
  pace: { to: 240, fine: [120, 175] },
  fillers: { to: 20, fine: [0, 5] },
  long_pauses: { to: 6, fine: [0, 2] },
};

/** Apart from the scores, and only for what was spoken. */
export function DeliverySection({ questions }: { questions: ReportQuestion[] }) {
  const spoken = questions.flatMap(({ question, answer }) =>
    answer?.delivery ? [{ question, delivery: answer.delivery }] : [],
  );
  if (spoken.length === 0) return null;
  return (
    <section aria-labelledby="how-you-spoke">
      <SectionHeading id="how-you-spoke" aside="Apart from your scores: it changes none of them">
        How you spoke
      </SectionHeading>
      <Card className="divide-y divide-line py-0 sm:py-0">
        {spoken.map(({ question, delivery }) => (
          <div key={question.id} className="print-whole py-5">
            <h3 className="mb-3 font-medium">
              Question {question.number}
              {question.follow_up_to ? ", follow-up" : ""}
            </h3>
            <dl className="grid gap-x-6 gap-y-5 sm:grid-cols-2 lg:grid-cols-3">
              {metrics.map(({ name, label }) => {
                const metric = delivery[name];
                return metric ? <Figure key={name} name={name} label={label} metric={metric} /> : null;
              })}
            </dl>
          </div>
        ))}
      </Card>
    </section>
  );
}

function Figure({ name, label, metric }: { name: keyof Delivery; label: string; metric: Metric }) {
  const { label: band, tone } = bands[metric.band];
  return (
    <div className="min-w-0">
      <dt className="text-small text-ink-soft">{label}</dt>
      <dd className="space-y-2">
        <p className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1">
          <span className="whitespace-nowrap">
            {metric.value === null ? (
              <span className="text-heading text-ink-soft">–</span>
            ) : (
              <>
                <span className="text-heading font-semibold tabular-nums">{scoreInWords(metric.value)}</span>{" "}
                <span className="text-small text-ink-soft">{metric.unit}</span>
              </>
            )}
          </span>
          <Badge tone={tone}>{band}</Badge>
        </p>
        <Gauge name={name} metric={metric} />
        {metric.comment ? <p className="text-small text-ink-soft">{metric.comment}</p> : null}
      </dd>
    </div>
  );
}

/** Where the figure lies, and where most listeners are comfortable; only where the report judges it at all. */
function Gauge({ name, metric }: { name: keyof Delivery; metric: Metric }) {
  const scale = scales[name];
  if (!scale || metric.value === null || metric.band === "no_bands" || metric.band === "not_measured")
    return null;
  const share = (value: number) => `${Math.min(Math.max(value / scale.to, 0), 1) * 100}%`;
  return (
    <div aria-hidden className="relative h-2 rounded-full bg-line">
      <div
        className="absolute inset-y-0 rounded-full bg-accent opacity-35"
        style={{ left: share(scale.fine[0]), right: `calc(100% - ${share(scale.fine[1])})` }}
      />
      <div
        className="absolute -inset-y-1 w-1 -translate-x-1/2 rounded-full bg-accent"
        style={{ left: share(metric.value) }}
      />
    </div>
  );
}
