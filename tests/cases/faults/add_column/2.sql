alter table a add column kind text not null default 'plain';
