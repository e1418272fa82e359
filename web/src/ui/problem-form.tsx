/** A form that shows API errors at their fields, others in an alert. */
import { Alert } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect } from "react";
import { fieldErrors, problemMessage } from "@/api/problem";

export function useProblemForm<V extends Record<string, unknown>>(
  initialValues: V,
  error: unknown,
) {
  const form = useForm<V>({ mode: "controlled", initialValues });
  const known = Object.keys(initialValues);
  const { setErrors } = form;
  const names = known.join();
  useEffect(() => {
    if (error) setErrors(fieldErrors(error, names.split(",")));
  }, [error, names, setErrors]);
  const elsewhere = error && Object.keys(fieldErrors(error, known)).length === 0;
  const rest = elsewhere ? (
    <Alert color="red" role="alert">
      {problemMessage(error)}
    </Alert>
  ) : null;
  return { ...form, rest };
}
