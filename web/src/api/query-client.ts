/** How answers are kept, when they are asked for again, and what happens when a change fails. */
import { MutationCache, QueryClient } from "@tanstack/react-query";
import { toast } from "@/ui/toast";
import { Problem } from "./problem";

declare module "@tanstack/react-query" {
  interface Register {
    /** `quiet`: the screen itself shows what went wrong, so no toast is needed. */
    mutationMeta: { quiet?: boolean };
  }
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      retry: (failed, error) =>
        failed < 2 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
  },
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, mutation) => {
      if (!mutation.meta?.quiet) toast.problem(error);
    },
  }),
});
