CREATE TABLE public.t (v character varying(10), f double precision);
