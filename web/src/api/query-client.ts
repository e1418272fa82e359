/** Defaults for caching, refetching and retries, and the toast for failed mutations. */
import { MutationCache, QueryClient } from "@tanstack/react-query";
import { toast } from "@/ui/toast";
import { Problem } from "./problem";

declare module "@tanstack/react-query" {
  interface Register {
    /** `quiet`: the screen shows the error itself, so no toast is needed. */
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
