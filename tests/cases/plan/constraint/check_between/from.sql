CREATE TABLE public.t (n integer, m integer, d date);
