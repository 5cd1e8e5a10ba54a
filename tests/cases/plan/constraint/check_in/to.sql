-- The server words both with a cast around the array, and reads its own words otherwise.
CREATE TABLE public.t (
    v character varying(10) CHECK (v IN ('a', 'b')) CONSTRAINT not_in CHECK (v NOT IN ('c', 'd')),
    f double precision CHECK (f = ANY (ARRAY[1.5, 2.5]))
);
CREATE INDEX t_v_idx ON public.t (v) WHERE v IN ('a', 'b');
CREATE VIEW public.w AS SELECT v FROM public.t WHERE v IN ('a', 'b');
CREATE FUNCTION public.g() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM public.t WHERE v IN ('a', 'b'); END;
