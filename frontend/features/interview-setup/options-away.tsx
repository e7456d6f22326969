import { explain } from "@/shared/api/problem";
import { Button } from "@/shared/ui/button";
import { Notice } from "@/shared/ui/notice";

type OptionsAwayProps = { query: { error: unknown; isFetching: boolean; refetch: () => unknown } };

/** The form can be filled in without the server; it only cannot offer what it does not know. */
export function OptionsAway({ query }: OptionsAwayProps) {
  return (
    <Notice
      tone="attention"
      role="status"
      title={explain(query.error).title}
      action={
        <Button look="secondary" size="small" isBusy={query.isFetching} onClick={() => query.refetch()}>
          Try again
        </Button>
      }
    >
      You can fill in the form meanwhile; what you write is kept. Starting needs the server.
    </Notice>
  );
}
