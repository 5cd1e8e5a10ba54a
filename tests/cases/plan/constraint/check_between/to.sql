-- The server words an AND within an AND, and reads its own words as one.
CREATE TABLE public.t (
    n integer CHECK (n BETWEEN 1 AND 9 AND n <> 5),
    m integer CHECK (m NOT BETWEEN -3 AND 3 OR m = 0),
    d date CHECK (d BETWEEN '2020-01-01' AND CURRENT_DATE AND d <> '2020-02-02' OR d IS NULL)
);
CREATE INDEX t_n_idx ON public.t (n) WHERE n BETWEEN 1 AND 9 AND m IS NOT NULL AND d IS NULL;
CREATE VIEW public.v AS SELECT n FROM public.t WHERE n BETWEEN m + 1 AND m + 9 AND d IS NULL;
